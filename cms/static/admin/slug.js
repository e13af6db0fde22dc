// Wagtail's address field drops every letter beyond ASCII when it is left ("ığdır" becomes "dr"). Its controller takes
// formatters: these turn Turkish letters into their plain ones first, as cms.core.turkish.slugify does on the server.
(() => {
  const FORMATTERS = JSON.stringify([
    ["['’\\u0300-\\u036f\\u00ad\\u200b-\\u200f\\u2060\\ufeff]", ""],
    ["[ıIİîÎ]", "i"],
    ["[şŞ]", "s"],
    ["[ğĞ]", "g"],
    ["[çÇ]", "c"],
    ["[öÖ]", "o"],
    ["[üÜûÛ]", "u"],
    ["[âÂ]", "a"],
    ["[^A-Za-z0-9_]+", "-"],
    ["^-+|-+$", ""],
  ]);
  const FIELD = '[data-controller~="w-slug"]:not([data-w-slug-formatters-value])';

  function prepare(field) {
    field.dataset.wSlugFormattersValue = FORMATTERS;
    field.dataset.wSlugLocaleValue = "tr";
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(FIELD).forEach(prepare));
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(FIELD)) prepare(event.target);
  });
})();
