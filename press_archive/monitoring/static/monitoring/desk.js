// The desk by keyboard: j and k walk, a letter presses the button that shows it, o opens the story, z takes back.
(() => {
  const stories = () => [...document.querySelectorAll("[data-story]")];
  const here = () => document.activeElement?.closest("[data-story]") ?? null;
  const hold = (story) => {
    story.focus();
    story.scrollIntoView({ block: "nearest" });
  };
  const walk = (step) => {
    const all = stories();
    if (!all.length) return;
    const at = all.indexOf(here());
    hold(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  // After a decision the next story is the one in hand.
  document.addEventListener("submit", (event) => {
    const story = event.target.closest("[data-story]");
    const field = event.target.querySelector("input[name=sonraki]");
    if (!story || !field || field.value) return;
    const all = stories();
    const at = all.indexOf(story);
    field.value = (all[at + 1] ?? all[at - 1])?.dataset.story ?? "";
  });
  const named = window.location.hash.startsWith("#haber-") && document.getElementById(window.location.hash.slice(1));
  if (named) hold(named);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    const key = event.key;
    if (key === "j") walk(1);
    else if (key === "k") walk(-1);
    else if (key === "z") document.querySelector("[data-undo]")?.click();
    else if (key === "o") here()?.querySelector("[data-open]")?.click();
    else if (key === "b") here()?.querySelector("[data-join]")?.focus();
    else if (/^[ahrs]$/.test(key)) here()?.querySelector(`[data-key="${key}"]`)?.click();
    else return;
    event.preventDefault();
  });
})();
