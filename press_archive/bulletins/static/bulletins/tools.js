// Copies a bulletin's text, hands its address to the phone's own sheet. Without that sheet the address is copied.
"use strict";

const tools = document.querySelector("[data-tools]");
const said = document.querySelector("[data-said]");
const BLOCKS = "p, h2, h3, li, blockquote, figcaption";
// What stands in a text for eyes alone: players, their words, subtitles of pictures.
const ASIDE = ".picture, .gallery, .video, .film, .file, .hidden";

if (tools) {
  tools.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-share") && navigator.share) {
      await shared();
      return;
    }
    const text = button.hasAttribute("data-copy") ? words() : tools.dataset.url;
    tell(button, (await window.copied(text)) ? button.dataset.done : button.dataset.failed);
  });
}

async function shared() {
  try {
    await navigator.share({ title: tools.dataset.title, url: tools.dataset.url });
  } catch {
    // The reader closed the sheet.
  }
}

function words() {
  const page = document.querySelector(".article");
  const head = [...page.querySelectorAll(".article__head h1, .article__head .summary")];
  const body = BLOCKS.split(", ").map((block) => `.prose ${block}`);
  const shown = [...page.querySelectorAll(body.join(", "))].filter(
    (one) => !one.closest(ASIDE) && !one.parentElement.closest(BLOCKS),
  );
  const texts = [...head, ...shown].map((one) => one.innerText.trim()).filter(Boolean);
  return [...texts, tools.dataset.url].join("\n\n");
}

function tell(button, answer) {
  said.textContent = answer;
  button.dataset.label ??= button.textContent;
  button.textContent = answer;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    said.textContent = "";
  }, 2000);
}
