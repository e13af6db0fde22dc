// Copies the text of one element. Without the clipboard API (plain http) the old command is used.
"use strict";

for (const button of document.querySelectorAll("[data-kit-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-kit-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.kitCopy);
  const text = source.value ?? source.textContent.trim();
  if (!(await copied(text))) return;
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
});

async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The old way below.
    }
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "hidden";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}
