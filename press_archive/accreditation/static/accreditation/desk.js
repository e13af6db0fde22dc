// The list of applications by keyboard: J and K move, X selects, Enter opens, O and B decide about what is selected.
"use strict";
{
  const form = document.querySelector("[data-accreditation]");
  const rows = form ? [...form.querySelectorAll("[data-row]")] : [];
  const boxes = form ? [...form.querySelectorAll("input[name=secilen]")] : [];
  const count = form?.querySelector("[data-count]");
  let here = -1;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? `(${chosen})` : "";
  };

  const go = (place) => {
    if (!rows[place]) return;
    rows[here]?.classList.remove("is-here");
    here = place;
    rows[here].classList.add("is-here");
    rows[here].querySelector("a").focus();
  };

  const acts = {
    j: () => go(here + 1),
    k: () => go(Math.max(here - 1, 0)),
    x: () => {
      const box = rows[here]?.querySelector("input[name=secilen]");
      if (box && !box.disabled) {
        box.checked = !box.checked;
        tell();
      }
    },
  };

  form?.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of boxes) box.checked = event.target.checked && !box.disabled;
    }
    tell();
  });

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const button = form.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (acts[key]) acts[key]();
    else if (button && boxes.some((box) => box.checked)) button.click();
    else return;
    event.preventDefault();
  });
}
