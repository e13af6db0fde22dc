// Copies the text of one element.
"use strict";

for (const button of document.querySelectorAll("[data-kit-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-kit-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.kitCopy);
  const text = source.value ?? source.textContent.trim();
  if (!(await window.copied(text))) return;
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
});
