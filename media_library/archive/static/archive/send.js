// Sends files into a shoot by the tus protocol and waits until the archive has them. For dialogs; a shoot's own page
// has the larger tool, which goes on after a restart of the browser.
"use strict";
window.archiveSend = (() => {
  const CHUNK = 6 * 1024 * 1024;
  const PAUSES = [500, 1000, 2000, 5000, 10000, 10000, 10000, 10000];
  const ASKED = 1500;

  class Refused extends Error {}

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  const token = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? decodeURIComponent(cookie[1]) : document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  };

  const ask = (address, options = {}) =>
    fetch(address, {
      ...options,
      redirect: "manual",
      headers: {
        "Tus-Resumable": "1.0.0",
        "X-Requested-With": "XMLHttpRequest",
        "X-CSRFToken": token(),
        ...options.headers,
      },
    });

  // The server's own sentence, where it has one for whoever sends.
  const check = async (answer, texts) => {
    if (answer.ok) return answer;
    const isLost = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    const told = await answer.json().catch(() => ({}));
    const sentence = told.reason || told.error_message;
    if (isLost) throw new Refused(sentence || texts.session);
    if ([404, 410, 413, 422, 507].includes(answer.status)) throw new Refused(sentence || texts.failed);
    throw new Error(`${answer.status}`);
  };

  // ``work`` again after each pause while the line fails; what the server refuses is refused.
  const again = async (work, texts, tell, pauses = PAUSES) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (!pauses.length) throw new Refused(texts.failed);
    }
    tell({ trouble: texts.unreachable });
    await wait(pauses[0]);
    return again(work, texts, tell, pauses.slice(1));
  };

  // What is left of ``file`` from ``sent`` on, chunk by chunk; after a cut the server says where to go on.
  const bytes = async (address, file, texts, tell, sent = 0) => {
    if (sent >= file.size) return;
    let from = sent;
    let isSure = true;
    const next = await again(
      async () => {
        if (!isSure) {
          const head = await check(await ask(address, { method: "HEAD" }), texts);
          from = Number(head.headers.get("Upload-Offset"));
          if (from >= file.size) return from;
        }
        isSure = false;
        const answer = await ask(address, {
          method: "PATCH",
          headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": `${from}` },
          body: file.slice(from, from + CHUNK),
        });
        await check(answer, texts);
        return Number(answer.headers.get("Upload-Offset"));
      },
      texts,
      tell,
    );
    tell({ share: next / file.size });
    await bytes(address, file, texts, tell, next);
  };

  const fate = async (states, id, texts, tell) => {
    const told = await again(async () => (await check(await ask(`${states}?id=${id}`), texts)).json(), texts, tell);
    const upload = told.uploads[0];
    if (upload?.photo) return upload.photo; // also of a file that the shoot had already
    if (upload?.state === "taken") throw new Refused(texts.video);
    if (!upload || upload.state === "refused" || upload.state === "abandoned") {
      throw new Refused(upload?.reason || texts.failed);
    }
    tell({ taking: true });
    await wait(ASKED);
    return fate(states, id, texts, tell);
  };

  // Gives the photo's number. Raises an error whose message is a sentence for the person.
  const send = async (file, place, texts, tell) => {
    const opened = await again(
      async () =>
        check(
          await ask(place.endpoint, {
            method: "POST",
            headers: { "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${base64(file.name)}` },
          }),
          texts,
        ),
      texts,
      tell,
    );
    const address = new URL(opened.headers.get("Location"), window.location.href);
    await bytes(address, file, texts, tell);
    return fate(place.states, address.pathname.split("/").findLast(Boolean), texts, tell);
  };
  return Object.assign(send, { ask, check });
})();
