// Asks the server, while one writes, what is still missing, whom the mail will reach and how long the text is, and says
// the number of what is missing beside the buttons. Nothing is saved by asking.
"use strict";

(() => {
  const form = document.querySelector("form[data-edit-form]");
  const panel = () => document.querySelector("[data-readiness]");
  if (!form || !panel()) return;

  const PAUSE_MS = 900;
  let timer = 0;
  let asked = 0;

  const summary = document.createElement("button");
  summary.type = "button";
  summary.className = "readiness-summary";
  summary.hidden = true;
  summary.addEventListener("click", () => {
    document.querySelector('[data-side-panel-toggle="readiness"]')?.click();
  });
  document.querySelector("[data-saving]")?.after(summary);

  async function ask() {
    const place = panel();
    if (!place) return;
    asked += 1;
    const number = asked;
    const fields = new FormData(form);
    // A file has no part in the questions, and would travel with every pause.
    form.querySelectorAll('input[type="file"][name]').forEach(({ name }) => fields.delete(name));
    let answer;
    try {
      answer = await fetch(place.dataset.readiness, {
        method: "POST",
        body: fields,
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
      });
    } catch {
      return;
    }
    if (!answer.ok || number !== asked) return;
    const html = await answer.text();
    // What was typed meanwhile is asked about next; the panel may have been renewed.
    const target = panel();
    if (!target || number !== asked) return;
    target.innerHTML = html;
    target.setAttribute("aria-busy", "false");
    const headline = target.querySelector("[data-missing]");
    summary.hidden = !headline;
    summary.textContent = headline?.textContent ?? "";
    summary.dataset.missing = headline?.dataset.missing ?? "";
    form.dataset.asked = String(number);
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE_MS);
  }

  ["input", "change", "w-unsaved:add", "w-autosave:success"].forEach((name) => document.addEventListener(name, later));
  // Blocks and rows that are added or taken out, and photos that the chooser fills in, say nothing themselves.
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.closest?.("[data-streamfield-list-container], .chooser, [id$='-FORMS']"))) {
      later();
    }
  }).observe(form, { childList: true, subtree: true, attributes: true, attributeFilter: ["value"] });
  later();

  // A new bulletin begins with its headline. The tab that it stands on opens only after loading.
  function begin(tries) {
    const first = form.querySelector("[autofocus]");
    if (!first || document.activeElement !== document.body) return;
    first.focus({ preventScroll: true });
    if (document.activeElement !== first && tries) window.setTimeout(begin, 100, tries - 1);
  }
  window.addEventListener("load", () => begin(30));

  // The words are Turkish whatever the admin's language is: the browser's spelling looks them up as such.
  function spelled(root) {
    root.querySelectorAll("textarea, input[type='text'], [contenteditable='true']").forEach((field) => {
      if (field.matches("[name='slug'], [name='tags']")) return;
      if (field.lang !== "tr") field.lang = "tr";
      if (field.getAttribute("spellcheck") !== "true") field.setAttribute("spellcheck", "true");
    });
  }
  form.addEventListener("focusin", () => spelled(form));
  spelled(form);
})();
