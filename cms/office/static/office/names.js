// Gives a name to the fields and windows that Wagtail draws without one, for whoever hears the screen instead of seeing
// it, the names of their columns to the cells of lists, and dates of remarks the house's form.
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

  // Wagtail's windows are called as their heading says, which changes with what they show.
  function nameWindows() {
    document.querySelectorAll('.modal[role="dialog"]').forEach((dialog) => {
      const name = text(dialog.querySelector("h1, h2"));
      if (name && dialog.ariaLabel !== name) dialog.setAttribute("aria-label", name);
    });
  }

  const DAY = { day: "numeric", month: "long", year: "numeric" };
  const HOUR = { hour: "2-digit", minute: "2-digit" };

  // Remarks beside the text: the field has only a hint in it, and the date the browser's own form.
  function nameRemarks() {
    document.querySelectorAll("textarea.comment__input").forEach((field) => {
      if (!field.ariaLabel && field.placeholder) field.setAttribute("aria-label", field.placeholder);
    });
    if (document.documentElement.lang !== "tr") return;
    document.querySelectorAll(".comment-header__date time[datetime]").forEach((time) => {
      const moment = new Date(time.dateTime);
      const said = `${moment.toLocaleDateString("tr-TR", DAY)} ${moment.toLocaleTimeString("tr-TR", HOUR)}`.replace(
        ":",
        ".",
      );
      if (!Number.isNaN(moment.getTime()) && time.textContent !== said) time.textContent = said;
    });
  }

  // On a telephone the cells of a row stand below one another, each with the name of its column.
  function nameCells() {
    document
      .querySelectorAll("#listing-results table.listing:not(.office-stacked), table.office-named")
      .forEach((table) => {
        const heads = Array.from(table.tHead?.rows[0]?.cells ?? []);
        const names = heads.map((head) => text(head.querySelector("a") ?? head));
        table.querySelectorAll("tbody td").forEach((cell) => {
          const name = names[cell.cellIndex];
          if (name && text(cell) && !cell.dataset.label) cell.dataset.label = name;
        });
      });
  }

  let asked = false;
  function soon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      nameThem();
      nameWindows();
      nameRemarks();
      nameCells();
    });
  }

  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  soon();
})();
