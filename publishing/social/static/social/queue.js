// Shares a post where the device can (phones: straight into the network's own app), and copies its text. Without the
// clipboard API (plain http on the office network) the old command is used, and where that fails too, the text is
// selected so that Ctrl-C copies it.
"use strict";

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  const text = button.dataset.share.replace(/\r\n/g, "\n");
  // Some networks take only the picture from the sheet: the text waits in the clipboard.
  const copied = (await viaClipboard(text)) || viaCommand(text);
  try {
    await navigator.share(await shared(text, button.dataset));
  } catch (error) {
    if (error.name !== "AbortError") say(button, `Paylaşım açılamadı${copied ? "; metin kopyalandı" : ""}`);
  }
});

// What the sheet is given: picture, text and address, as far as the device takes them together.
async function shared(text, { link, picture }) {
  const words = link && !text.includes(link) ? { text, url: link } : { text };
  const file = picture && (await fileAt(picture));
  if (!file) return words;
  const offers = [
    { ...words, files: [file] },
    { text, files: [file] },
  ];
  return offers.find((offer) => navigator.canShare?.(offer)) ?? words;
}

async function fileAt(address) {
  try {
    const response = await fetch(address);
    if (!response.ok) return null;
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "");
    return new File([await response.blob()], name ? name[1] : "gorsel.jpg", { type: "image/jpeg" });
  } catch {
    return null;
  }
}

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
