// Puts a ready text at the end of the body: its blocks, copied, for the editor to change.
(() => {
  "use strict";

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-ready-texts] button[data-url]");
    if (!button) return;
    const place = button.closest("[data-ready-texts]");
    const said = place.querySelector("[role=status]");
    said.textContent = "";
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { blocks } = await answer.json();
      const body = window.wagtail.editHandler.getPanelByName("body").getBoundWidget();
      blocks.forEach((block) => body.insert(block, body.children.length, { animate: false }));
      said.textContent = `${button.textContent.trim()} ${place.dataset.added}`;
    } catch {
      said.textContent = place.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });
})();
