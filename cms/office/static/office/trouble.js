// What Wagtail's own windows leave unsaid when the server does not answer them, or say in the browser's bare box: a
// notice of the house, with a way to sign in where the session may have ended.
"use strict";

(() => {
  const words = document.currentScript.dataset;
  const BY_THE_SESSION = new Set([401, 403]);
  let leaving = false;
  let shown = null;

  function element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  function tell(sentence, offersSignIn = false) {
    shown?.close();
    const dialog = element("dialog", { class: "office-trouble", "aria-labelledby": "office-trouble-title" });
    const body = element("p", { role: "alert" }, sentence);
    const foot = element("form", { method: "dialog", class: "office-actions" });
    const close = element("button", { class: "button" }, words.close);
    foot.append(close);
    if (offersSignIn) {
      const signIn = { class: "button button-secondary", href: words.login, target: "_blank" };
      foot.append(element("a", signIn, words.signIn));
    }
    dialog.append(element("h2", { id: "office-trouble-title" }, words.title), body, foot);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    shown = dialog;
  }

  // The server's own sentence, where it has one.
  function sentenceOf(answer) {
    try {
      return JSON.parse(answer.responseText).error_message || "";
    } catch {
      return "";
    }
  }

  // A window that never came leaves its button shut: it is closed as the cross would close it.
  function giveBack() {
    const { jQuery } = window;
    document.querySelectorAll("body > .modal:not(.in)").forEach((modal) => {
      jQuery(modal).trigger("hide.bs.modal").trigger("hidden.bs.modal");
    });
  }

  window.alert = (text) => tell(String(text));
  window.addEventListener("pagehide", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("DOMContentLoaded", () => {
    window.jQuery?.(document).on("ajaxError", (_event, answer) => {
      if (leaving || answer.statusText === "abort") return;
      // A page in place of what a window reads (the form to sign in): answered, and not understood.
      const bySession = BY_THE_SESSION.has(answer.status) || answer.status === 200;
      giveBack();
      tell(sentenceOf(answer) || (bySession ? words.session : words.unreachable), bySession);
    });
  });
})();
