// The list and the day by keyboard: j and k walk, o opens, x ticks, n is a new one; e edits what is open.
(() => {
  const walk = (step) => {
    const all = [...document.querySelectorAll("[data-clipping]")];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const go = (link) => {
    if (link) window.location.assign(link.href);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    const here = document.activeElement;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "o" && here.matches("[data-clipping]")) go(here);
    else if (event.key === "x" && here.matches("[data-clipping]")) {
      const box = here.closest("tr")?.querySelector("input[name=id]");
      if (!box) return;
      box.checked = !box.checked;
    } else if (event.key === "n") go(document.querySelector('a[href$="/kupurler/new/"]'));
    else if (event.key === "e") go(document.querySelector("[data-edit]"));
    else if (event.key === "[") go(document.querySelector("[data-before]"));
    else if (event.key === "]") go(document.querySelector("[data-after]"));
    else return;
    event.preventDefault();
  });
})();
