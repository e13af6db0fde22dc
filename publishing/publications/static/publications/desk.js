// Pages of the flat plan are dragged by mouse; the buttons on each do the same by keyboard. A screen that waits for files
// loads itself anew when they are there.
(() => {
  const list = document.querySelector("[data-plan]");
  const mover = document.querySelector("[data-mover]");
  if (list && mover) {
    let dragged = null;
    const tile = (event) => event.target.closest("[data-place]");
    const clear = () =>
      list.querySelectorAll(".pub-tile--target").forEach((one) => one.classList.remove("pub-tile--target"));
    list.addEventListener("dragstart", (event) => {
      dragged = tile(event);
      event.dataTransfer.effectAllowed = "move";
    });
    list.addEventListener("dragover", (event) => {
      const over = tile(event);
      if (!dragged || !over) return;
      event.preventDefault();
      clear();
      over.classList.add("pub-tile--target");
    });
    list.addEventListener("dragend", () => {
      dragged = null;
      clear();
    });
    list.addEventListener("drop", (event) => {
      const over = tile(event);
      if (!dragged || !over || over === dragged) return;
      event.preventDefault();
      mover.elements.place.value = dragged.dataset.place;
      mover.elements.to.value = over.dataset.place;
      mover.submit();
    });
  }
  const waiting = document.querySelector("[data-state]");
  if (waiting) {
    const look = async () => {
      try {
        const answer = await fetch(waiting.dataset.state, { headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (!told.waiting) {
          window.location.reload();
          return;
        }
        const bar = waiting.querySelector("progress");
        if (bar) bar.value = told.progress;
      } catch {
        /* the next look tells */
      }
      window.setTimeout(look, 3000);
    };
    window.setTimeout(look, 3000);
  }
})();
