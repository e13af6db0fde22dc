// One gate on one telephone. Every scan is written down here first and sent when there is a net; the house keeps each
// once, however often it comes. When the gate is over or closed, the list leaves the telephone at once, and the scans
// when they have arrived.
"use strict";
{
  const at = (id) => document.getElementById(id);
  const page = document.body.dataset;
  const STORE = `kapi-${page.gate}`;
  const CACHE = "kapi-1";
  const words = {};
  for (const term of document.querySelectorAll("#words dt")) {
    words[term.textContent] = term.nextElementSibling.textContent;
  }
  const put = (text, values) => text.replace(/%(\w+)%/g, (_all, name) => values[name]);
  const fold = (text) => text.toLocaleLowerCase("tr").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");

  let list = null;
  let scans = [];
  let busy = false;
  let over = false;

  const keep = () => {
    try {
      localStorage.setItem(STORE, JSON.stringify(scans));
      return true;
    } catch {
      at("net").textContent = words.unstored;
      return false;
    }
  };
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch {
      return [];
    }
  };

  const forget = async () => {
    over = true;
    list = null;
    document.querySelector("main").hidden = true;
    await caches.delete(CACHE);
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((one) => one.unregister()));
    at("net").textContent = scans.some((one) => !one.sent) ? words.late : words.closed;
  };
  const finished = () => {
    scans = [];
    localStorage.removeItem(STORE);
    at("net").textContent = words.closed;
  };

  const inside = () => {
    const found = new Set();
    for (const one of scans) {
      if (one.refused || one.badge === null) continue;
      if (one.exit) found.delete(one.badge);
      else found.add(one.badge);
    }
    return found;
  };

  const show = () => {
    if (!list) return;
    const came = new Set(
      scans.filter((one) => !one.refused && !one.exit && one.badge !== null).map((one) => one.badge),
    );
    at("counts").textContent = put(words.counts, { in: inside().size, came: came.size, all: list.people.length });
    const waiting = scans.filter((one) => !one.sent).length;
    at("net").textContent = waiting ? put(words.waiting, { n: waiting }) : words.sent;
  };

  const beep = (good) => {
    try {
      const sound = new AudioContext();
      const tone = sound.createOscillator();
      tone.frequency.value = good ? 880 : 220;
      tone.connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + (good ? 0.12 : 0.5));
      tone.addEventListener("ended", () => sound.close());
      navigator.vibrate?.(good ? 80 : [200, 80, 200]);
    } catch {
      // Colour, words and pattern say the same.
    }
  };

  const say = (what, good, person) => {
    at("verdict").hidden = false;
    at("verdict").className = `gate-verdict gate-verdict--${good ? "good" : "bad"}`;
    at("sign").textContent = good ? "✓" : "✕";
    at("said").textContent = words[what];
    at("name").textContent = person?.name ?? "";
    at("outlet").textContent = person ? [person.role_name, person.outlet].filter(Boolean).join(" · ") : "";
    at("zones").textContent = person?.zones.join(", ") ?? "";
    at("face").hidden = !person?.portrait;
    if (person?.portrait) at("face").src = `fotograf/${person.portrait}/`;
    else at("face").removeAttribute("src");
    beep(good);
  };

  // One batch; says whether more may follow at once.
  const sendBatch = async (batch) => {
    const answer = await fetch(page.scans, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ now: Date.now(), scans: batch.map(({ sent: _sent, ...one }) => one) }),
    });
    if (answer.status === 404) finished(); // a week after the end nothing is taken any more
    if (!answer.ok) return false;
    const kept = new Set((await answer.json()).kept);
    for (const one of scans) one.sent ||= kept.has(one.nonce);
    keep();
    return batch.every((one) => one.sent);
  };

  let sending = false;
  const send = async () => {
    const batch = scans.filter((one) => !one.sent).slice(0, 400);
    if (over && !batch.length) finished();
    if (sending || !batch.length) return;
    sending = true;
    let more = false;
    try {
      more = await sendBatch(batch);
    } catch {
      // No net: they wait here.
    } finally {
      sending = false;
    }
    show();
    if (more) await send();
  };

  const write = (badge, exit, refused, note) => {
    const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((one) => one.toString(16).padStart(2, "0"))
      .join("");
    scans.push({ nonce, badge, exit, refused, note, at: Date.now(), sent: false });
    keep();
    show();
    void send();
  };

  const pass = (person) => {
    const exit = document.querySelector("[name=mode]:checked").value === "out";
    const isInside = inside().has(person.badge);
    if (exit) {
      if (isInside) write(person.badge, true, "", "");
      say(isInside ? "out" : "outside", isInside, person);
    } else if (isInside) {
      write(person.badge, false, "inside", "");
      say("inside", false, person);
    } else {
      write(person.badge, false, "", "");
      say("in", true, person);
    }
  };

  const scanned = async (token) => {
    const { reason, claims } = await globalThis.GateTokens.verify(token, list, Date.now() / 1000);
    const person = claims && list.people.find((one) => one.badge === claims.badge && one.nonce === claims.nonce);
    if (reason === "ok" && person) return pass(person);
    if (reason === "unchecked") return say("unchecked", false, null);
    const why = reason === "ok" ? "not_listed" : reason;
    write(reason === "other_event" ? null : (claims?.badge ?? null), false, why, "");
    return say(why, false, person ?? null);
  };

  // --- Camera --------------------------------------------------------------------------------------------------------
  const camera = at("camera");
  const canvas = document.createElement("canvas");
  let last = { token: "", at: 0 };
  const look = async () => {
    if (over || !camera.srcObject) return;
    if (!busy && at("verdict").hidden && camera.videoWidth) {
      const scale = Math.min(1, 640 / camera.videoWidth);
      canvas.width = Math.round(camera.videoWidth * scale);
      canvas.height = Math.round(camera.videoHeight * scale);
      const drawn = canvas.getContext("2d", { willReadFrequently: true });
      drawn.drawImage(camera, 0, 0, canvas.width, canvas.height);
      const seen = globalThis.jsQR(
        drawn.getImageData(0, 0, canvas.width, canvas.height).data,
        canvas.width,
        canvas.height,
        {
          inversionAttempts: "dontInvert",
        },
      );
      const now = Date.now();
      // The card that is still held before the camera after "next" is not a second scan.
      if (seen?.data && list && !(seen.data === last.token && now - last.at < 4000)) {
        busy = true;
        await scanned(seen.data);
        busy = false;
      }
      if (seen?.data) last = { token: seen.data, at: now };
    }
    setTimeout(look, 120);
  };
  at("start").addEventListener("click", async () => {
    try {
      camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      camera.hidden = false;
      at("start").hidden = true;
      await camera.play();
      void look();
    } catch {
      at("camera-said").textContent = words.no_camera;
    }
  });
  at("next").addEventListener("click", () => {
    last.at = Date.now();
    at("verdict").hidden = true;
  });

  // --- By name -------------------------------------------------------------------------------------------------------
  at("query").addEventListener("input", () => {
    const asked = fold(at("query").value.trim());
    const rows = asked && list ? list.people.filter((one) => fold(`${one.name} ${one.outlet}`).includes(asked)) : [];
    at("found").replaceChildren(
      ...rows.slice(0, 20).map((person) => {
        const line = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = [person.name, person.outlet].filter(Boolean).join(", ");
        button.addEventListener("click", () => {
          at("query").value = "";
          at("found").replaceChildren();
          pass(person);
        });
        line.append(button);
        return line;
      }),
    );
  });
  at("walk").addEventListener("submit", (event) => {
    event.preventDefault();
    const note = at("note").value.trim();
    if (!note) return;
    write(null, false, "", note);
    at("note").value = "";
    say("walk_in", true, null);
  });

  // --- List ----------------------------------------------------------------------------------------------------------
  const load = async () => {
    try {
      const answer = await fetch(page.list);
      if (answer.status === 404) await forget();
      else if (answer.ok) list = await answer.json();
    } catch {
      // Neither net nor copy: what is shown says so.
    }
    if (list && Date.now() / 1000 > list.forget) await forget();
    show();
    return send();
  };
  const begin = async () => {
    scans = stored();
    try {
      await navigator.serviceWorker.register(page.worker);
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
      }
      // What the page itself brought before the worker was there.
      const own = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
      await Promise.all([location.href, ...own.map((one) => one.href || one.src)].map((address) => fetch(address)));
    } catch {
      // A private window keeps nothing; the page itself still works.
    }
    await load();
    if (list) {
      const faces = list.people.filter((one) => one.portrait).map((one) => `fotograf/${one.portrait}/`);
      // One after the other: the telephone's net is shared by everybody at the entrance.
      await faces.reduce((before, face) => before.then(() => fetch(face).catch(() => undefined)), Promise.resolve());
    }
    document.body.dataset.ready = "1";
  };
  addEventListener("online", load);
  setInterval(load, 60_000);
  void begin();
}
