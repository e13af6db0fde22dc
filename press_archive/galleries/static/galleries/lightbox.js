// Shows a gallery's photos large, one after another. Without this file each photo is a link to its large size.
const list = document.querySelector("[data-lightbox]");
const dialog = document.querySelector(".lightbox");

function start() {
  const links = [...list.querySelectorAll("[data-large]")];
  const stage = dialog.querySelector(".lightbox__stage");
  const words = dialog.querySelector(".lightbox__words");
  const count = dialog.querySelector(".lightbox__count");
  const made = new Map();
  let now = 0;
  let from = null;

  // The same sizes and formats as the small one, for the whole window.
  function large(index) {
    if (!made.has(index)) {
      const picture = links[index].querySelector("picture").cloneNode(true);
      for (const part of picture.children) part.sizes = "100vw";
      const image = picture.querySelector("img");
      image.loading = "eager";
      image.fetchPriority = "auto";
      made.set(index, picture);
    }
    return made.get(index);
  }

  function show(index) {
    now = (index + links.length) % links.length;
    stage.replaceChildren(large(now));
    words.replaceChildren(
      ...[...links[now].closest("figure").querySelectorAll("figcaption > *")].map((part) => part.cloneNode(true)),
    );
    count.textContent = `${now + 1} / ${links.length}`;
    for (const neighbour of [now + 1, now - 1]) large((neighbour + links.length) % links.length);
  }

  links.forEach((link, index) => {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  });
  dialog.addEventListener("close", () => {
    links[now].focus();
    links[now].scrollIntoView({ block: "nearest" });
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) show(now + Number(button.dataset.step));
    else if (button || event.target === dialog || event.target === stage) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const goal = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: links.length - 1 }[event.key];
    if (goal === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(goal);
  });
  dialog.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "mouse" || !event.isPrimary ? null : event.clientX;
  });
  dialog.addEventListener("pointerup", (event) => {
    const way = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(way) > 40) show(now + (way < 0 ? 1 : -1));
  });
  dialog.addEventListener("pointercancel", () => {
    from = null;
  });
  if (links.length < 2) for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = true;
}

if (list && dialog?.showModal) {
  // In the signatories' frame, as high as the whole page, a dialog would open out of sight.
  if (self === top) start();
  else for (const link of list.querySelectorAll("[data-large]")) link.target = "_blank";
}
