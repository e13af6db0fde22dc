// Photos dragged onto a shoot: the tray of shoots opens while something is dragged, and a drop asks what is to change.
// By keyboard and by touch the same is a button in the bar of the selection.
(() => {
  "use strict";
  const root = document.querySelector("[data-archive-grid]");
  const tray = document.querySelector("[data-tray]");
  if (!root || !tray || !window.matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  const KIND = "application/x-archive-selection";
  const row = root.querySelector("[data-tiles]");
  const bar = root.querySelector("[data-bar]");
  const form = tray.querySelector("form");
  const isOurs = (event) => event.dataTransfer.types.includes(KIND);

  const arm = () => row.querySelectorAll("[data-tile]").forEach((tile) => (tile.draggable = true));
  new MutationObserver(arm).observe(row, { childList: true });
  arm();

  row.addEventListener("dragstart", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (!tile) return;
    // What is dragged without being chosen goes alone.
    if (tile.getAttribute("aria-selected") !== "true") {
      if (bar.elements.foto.value || bar.elements.video.value) bar.querySelector("[data-clear]").click();
      tile.querySelector("[data-pick]").click();
    }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData(KIND, tile.dataset.tile);
    // A page that changes at once ends the drag.
    window.setTimeout(() => (tray.hidden = false));
  });
  row.addEventListener("dragend", () => (tray.hidden = true));

  for (const target of tray.querySelectorAll("[data-shoot]")) {
    target.addEventListener("dragover", (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      target.classList.add("arc-tray__over");
    });
    target.addEventListener("dragleave", () => target.classList.remove("arc-tray__over"));
    target.addEventListener("drop", (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      event.stopPropagation();
      form.elements.foto.value = bar.elements.foto.value;
      form.elements.video.value = bar.elements.video.value;
      form.elements.hedef.value = target.dataset.shoot;
      form.submit();
    });
  }
})();
