// Says in words, beside the buttons of an editing screen, whether what was typed is saved.
"use strict";

(() => {
  const place = document.querySelector("[data-saving]");
  if (!place) return;
  const words = place.dataset;

  function say(state, sentence) {
    place.dataset.state = state;
    if (place.textContent !== sentence) place.textContent = sentence;
  }

  const form = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Istanbul" };
  const clock = () => new Date().toLocaleTimeString("tr-TR", form).replace(":", ".");

  document.addEventListener("w-unsaved:add", () => {
    if (place.dataset.state !== "paused") say("unsaved", words.unsaved);
  });
  document.addEventListener("w-autosave:save", () => say("busy", words.busy));
  document.addEventListener("w-autosave:success", () => say("saved", words.saved.replace("%s", clock())));
  document.addEventListener("w-autosave:error", ({ detail }) => {
    if (detail.type === "network_error") say("paused", words.offline);
    else say("paused", words.paused.replace("%s", detail.text));
  });
})();
