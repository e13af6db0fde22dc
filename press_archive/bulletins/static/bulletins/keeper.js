// Keeps what is being written in this browser until the server has it. A session that ends, a crash or a closed
// window then loses nothing: the next visit to the same page offers to bring it back, by saving it as a draft.
"use strict";

(() => {
  const form = document.querySelector("form[data-edit-form]");
  const help = JSON.parse(document.getElementById("writing-help")?.textContent ?? "null");
  if (!form || !help || !window.localStorage) return;

  const { words } = help;
  const PREFIX = "unsaved:";
  const KEEP_MS = 48 * 60 * 60 * 1000;
  const PAUSE_MS = 700;
  const SETTLED_MS = 400;
  const VOLATILE = /^(csrfmiddlewaretoken|next|action-|loaded_revision_|overwrite_revision_id|comment_|comments-)/;
  const key = () => PREFIX + window.location.pathname;

  function contents() {
    return Array.from(new FormData(form)).filter(([name, value]) => typeof value === "string" && !VOLATILE.test(name));
  }

  // The version that the writing goes on from: whoever saved since is not overwritten unasked.
  function version() {
    return Array.from(new FormData(form)).filter(([name]) => name.startsWith("loaded_revision_"));
  }

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function write(fields) {
    // The first background save turns the address of a new page into that of its draft.
    if (writtenKey && writtenKey !== key()) localStorage.removeItem(writtenKey);
    writtenKey = key();
    try {
      localStorage.setItem(key(), JSON.stringify({ at: Date.now(), fields, version: version() }));
    } catch {
      // The store is full or switched off: writing goes on without the net.
    }
  }

  const stored = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  stored().forEach((name) => {
    const kept = read(name);
    if (!kept || Date.now() - kept.at > KEEP_MS) localStorage.removeItem(name);
  });

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const found = read(key());
  let baseline = null;
  let timer = 0;
  let changedAt = 0;
  let writtenKey = "";
  let sending = false;

  // The rich text fields fill themselves in after loading; what stands then is what the server has.
  window.setTimeout(() => {
    // A form that came back with a fault holds words that the server has not.
    const refused = form.dataset.wUnsavedForceValue === "true";
    baseline = changedAt || refused ? [] : contents();
    form.dataset.keeper = "ready";
    if (refused) keep();
    else if (found?.sent && document.querySelector(".messages .success")) localStorage.removeItem(key());
    else if (found && !same(found.fields, contents())) offer(found);
    else if (found) localStorage.removeItem(key());
  }, 1500);

  function keep() {
    if (!baseline || sending) return;
    const now = contents();
    if (same(now, baseline)) localStorage.removeItem(key());
    else write(now);
  }

  function later() {
    changedAt = Date.now();
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE_MS);
  }

  ["input", "change", "paste", "drop"].forEach((name) => form.addEventListener(name, later, { capture: true }));
  window.addEventListener("pagehide", keep);
  // Back from another page; the first showing of a slow page may come after its form was sent.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    sending = false;
    leaving = false;
  });

  // Wagtail's own background saving has stored the draft; what was typed while it was on its way, the next one stores.
  document.addEventListener("w-autosave:success", () => {
    if (Date.now() - changedAt < SETTLED_MS) return;
    [key(), writtenKey].forEach((name) => localStorage.removeItem(name));
    baseline = contents();
  });

  function notice(kind, title, text) {
    document.querySelector(".keeper")?.remove();
    const box = document.createElement("div");
    box.className = `keeper keeper-${kind}`;
    box.setAttribute("role", "alert");
    const head = document.createElement("strong");
    head.textContent = title;
    const body = document.createElement("p");
    body.textContent = text;
    box.append(head, body);
    form.before(box);
    box.scrollIntoView({ block: "center" });
    return box;
  }

  function button(label, action) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "button button-small";
    element.textContent = label;
    element.addEventListener("click", action);
    return element;
  }

  function offer(kept) {
    const when = new Date(kept.at).toLocaleString("tr-TR", { dateStyle: "long", timeStyle: "short" });
    const box = notice("offer", words.found, words.foundText.replace("%s", when));
    box.append(
      button(words.restore, () => restore(kept)),
      button(words.discard, () => {
        localStorage.removeItem(key());
        box.remove();
      }),
    );
  }

  // Sends what was kept exactly as the browser would have, as "save draft": the server puts the page together again.
  async function restore(kept) {
    const state = await session();
    if (!state) return;
    const again = document.createElement("form");
    again.method = "post";
    again.hidden = true;
    const fields = [...kept.fields, ...(kept.version ?? []), ["csrfmiddlewaretoken", state.token]];
    fields.forEach(([name, value]) => {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      again.append(field);
    });
    document.body.append(again);
    localStorage.setItem(key(), JSON.stringify({ ...kept, sent: true }));
    // What stands in the form on leaving must not take the place of what is on its way.
    sending = true;
    again.submit();
  }

  async function session() {
    let answer;
    try {
      answer = await fetch(help.session, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        cache: "no-store",
      });
    } catch {
      notice("error", words.unreachable, "");
      return null;
    }
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) return answer.json();
    const box = notice("error", words.signedOut, "");
    const link = document.createElement("a");
    link.className = "button button-small";
    link.href = help.login;
    link.target = "_blank";
    link.textContent = words.signIn;
    box.append(link);
    return null;
  }

  // A background save on its way when the form is sent would make the form's own version an old one: the form waits
  // for it, and no other begins.
  let leaving = false;
  let underway = false;
  let arrived = () => {};
  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else underway = true;
  });
  ["w-autosave:success", "w-autosave:error"].forEach((name) =>
    document.addEventListener(name, () => {
      underway = false;
      arrived();
    }),
  );
  const LONGEST_WAIT_MS = 10_000;
  function settled() {
    if (!underway) return Promise.resolve();
    return new Promise((resolve) => {
      arrived = resolve;
      window.setTimeout(resolve, LONGEST_WAIT_MS);
    });
  }

  // Before anything is sent: is somebody still signed in? A form posted without a session would be thrown away.
  let checked = false;
  form.addEventListener(
    "submit",
    async (event) => {
      if (checked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      const fields = contents();
      write(fields);
      leaving = true;
      await settled();
      const state = await session();
      if (!state) {
        leaving = false;
        release(submitter);
        return;
      }
      form.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((input) => {
        input.value = state.token;
      });
      localStorage.setItem(key(), JSON.stringify({ at: Date.now(), fields, version: version(), sent: true }));
      if (submitter?.name) {
        // A button that shows its progress is disabled by now, and disabled buttons are not sent.
        const stand = document.createElement("input");
        stand.type = "hidden";
        stand.name = submitter.name;
        stand.value = submitter.value;
        form.append(stand);
      }
      checked = true;
      sending = true;
      form.requestSubmit();
      checked = false;
    },
    { capture: true },
  );

  function release(submitter) {
    window.setTimeout(() => {
      if (!submitter) return;
      submitter.setAttribute("data-w-progress-loading-value", "false");
      submitter.disabled = false;
    }, 300);
  }
})();
