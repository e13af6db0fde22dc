// Looks now and then whether the kit is ready. Nothing moves before there is something new to read.
"use strict";

const waiting = document.querySelector("[data-look-again]");

async function look() {
  try {
    const answer = await fetch(location.href);
    const text = await answer.text();
    if (!text.includes("data-look-again")) location.reload();
  } catch {
    // The next look may reach the server.
  }
}

if (waiting) setInterval(look, Number(waiting.dataset.lookAgain) * 1000);
