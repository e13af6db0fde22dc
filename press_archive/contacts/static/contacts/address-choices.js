/* Narrows a long list of addresses while typing. Without it every address is still there to tick. */
(() => {
  const fold = (text) =>
    text
      .toLocaleLowerCase("tr")
      .replace(/ı/g, "i")
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "");

  const start = (root) => {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const search = root.querySelector("[data-address-search]");
    const onlyChosen = root.querySelector("[data-address-only-chosen]");
    const count = root.querySelector("[data-address-count]");
    const options = [...root.querySelectorAll(".address-choices__option")].map((label) => ({
      label,
      box: label.querySelector("input"),
      text: fold(label.textContent),
    }));
    const update = () => {
      const words = fold(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      let chosen = 0;
      for (const { label, box, text } of options) {
        const visible = words.every((word) => text.includes(word)) && (!onlyChosen.checked || box.checked);
        label.hidden = !visible;
        shown += visible ? 1 : 0;
        chosen += box.checked ? 1 : 0;
      }
      count.textContent = count.dataset.template.replace("{chosen}", chosen).replace("{shown}", shown);
    };
    search.addEventListener("input", update);
    search.addEventListener("keydown", (event) => {
      // Enter here means "search", not "save the list".
      if (event.key === "Enter") event.preventDefault();
    });
    root.addEventListener("change", update);
    update();
  };

  const startAll = () => document.querySelectorAll("[data-address-choices]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
