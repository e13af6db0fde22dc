// Keeps a shoot's "n of m ready" up to date; asks only while something waits and somebody looks.
(() => {
  "use strict";

  const place = document.querySelector("[data-readiness]");
  if (!place) return;
  const PAUSE = 3000;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[role=status]");
  let timer = null;

  function show({ ready, all, words: said, over }) {
    place.hidden = over;
    bar.max = all;
    bar.value = ready;
    // Said again only when it is news: screen readers read every change aloud.
    if (words.textContent !== said) words.textContent = said;
    if (over) document.querySelectorAll("[data-working]").forEach((veil) => veil.remove());
    return over;
  }

  async function ask() {
    let over = false;
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.readiness, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (answer.ok) over = show(await answer.json());
      } catch {
        // The network is away; the next round asks again.
      }
    }
    timer = over ? null : window.setTimeout(ask, PAUSE);
  }

  const begin = () => (timer = timer ?? window.setTimeout(ask, PAUSE));
  // What was uploaded on this page waits from now on.
  document.addEventListener("uploads:taken", begin);
  if (!place.hidden) begin();
})();
