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

  const style = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Istanbul" };
  const clock = () => new Date().toLocaleTimeString("tr-TR", style).replace(":", ".");

  function knows(values) {
    const form = place.closest("form");
    Object.entries(values).forEach(([name, value]) => {
      let field = form.querySelector(`input[name="${name}"]`);
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        form.prepend(field);
      }
      field.value = value;
    });
  }

  document.addEventListener("w-unsaved:add", () => {
    if (place.dataset.state !== "paused") say("unsaved", words.unsaved);
  });
  document.addEventListener("w-autosave:save", () => say("busy", words.busy));
  document.addEventListener("w-autosave:success", ({ detail }) => {
    say("saved", words.saved.replace("%s", clock()));
    // The form says from now on which version it goes on from, also when it is sent as a whole.
    const { revision_id: id, revision_created_at: at } = detail.data ?? {};
    if (id) knows({ loaded_revision_id: id, loaded_revision_created_at: at });
  });
  document.addEventListener("w-autosave:error", ({ detail }) => {
    if (detail.type === "network_error") say("paused", words.offline);
    else say("paused", words.paused.replace("%s", detail.text));
  });
})();
