/* A proposed sentence is accepted with one key, K, while its row is in focus; after it the next one is. */
(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("[data-proposal]")];
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest && event.target.closest("[data-proposal]");
    if (!row || event.key.toLowerCase() !== "k" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, input")) return;
    event.preventDefault();
    row.querySelector("[data-accept]").click();
  });
  document.addEventListener("DOMContentLoaded", () => {
    rows().forEach((row) => row.setAttribute("tabindex", "0"));
  });
  // After the browser has gone to the fragment, which takes the focus away.
  window.addEventListener("load", () => {
    requestAnimationFrame(() => {
      if (location.hash === "#notlar" && rows().length) rows()[0].focus();
    });
  });
})();
