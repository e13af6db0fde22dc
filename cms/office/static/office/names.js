// Gives a name to the fields that Wagtail draws without one, for whoever hears the screen instead of seeing it.
"use strict";

(() => {
  const FIELDS = [
    ".public-DraftEditor-content",
    "input.ui-autocomplete-input",
    ".replace-file-input input",
    "[data-streamfield-child] :is(input:not([type=hidden]), textarea, select)",
  ].join(",");

  const text = (element) => element?.textContent.replace("*", "").trim() ?? "";

  // The label of the field that is sent, else the heading of the block or panel that the field stands in.
  function nameOf(field) {
    const beside = field.closest(".replace-file-input")?.querySelector("button");
    if (beside) return text(beside);
    const around = field.closest("[data-field-input]") ?? field.parentElement;
    const labels = [...around.querySelectorAll("[id]")].map(({ id }) =>
      document.querySelector(`label[for="${CSS.escape(id)}"]`),
    );
    const panel = field.closest(".w-panel")?.querySelector(".w-panel__heading");
    return (
      text(labels.find((label) => text(label))) ||
      text(panel?.querySelector(".c-sf-block__type")) ||
      text(panel?.querySelector("[data-panel-heading-text]"))
    );
  }

  function nameThem() {
    document.querySelectorAll(FIELDS).forEach((field) => {
      if (field.ariaLabel || field.hasAttribute("aria-labelledby") || field.labels?.length) return;
      const name = nameOf(field);
      if (name) field.setAttribute("aria-label", name);
    });
  }

  let asked = false;
  function soon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      nameThem();
    });
  }

  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  soon();
})();
