// Copies a post's text. Without the clipboard API (plain http on the office network) the old command is used, and
// where that fails too, the text is selected so that Ctrl-C copies it.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.text.replace(/\r\n/g, "\n");
  const done = (await viaClipboard(text)) || viaCommand(text);
  if (!done) select(document.getElementById(button.dataset.copy));
  say(button, done ? "Kopyalandı" : "Seçildi: Ctrl+C ile kopyalayın");
});

async function viaClipboard(text) {
  if (!navigator.clipboard || !window.isSecureContext) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function viaCommand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  area.remove();
  return done;
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

function say(button, words) {
  button.dataset.label ||= button.textContent.trim();
  button.textContent = words;
  button.setAttribute("aria-live", "polite");
  window.setTimeout(() => {
    button.textContent = button.dataset.label;
  }, 2500);
}
