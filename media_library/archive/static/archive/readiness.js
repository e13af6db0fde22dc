// Keeps a shoot's header and its "n of m ready" up to date: at once when something came in or went, then only while
// something waits and somebody looks.
(() => {
  "use strict";

  const place = document.querySelector("[data-readiness]");
  if (!place) return;
  const PAUSE = 3000;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[role=status]");
  const header = document.querySelector("[data-shoot-facts]");
  let timer = null;

  function show({ ready, all, words: said, over, facts }) {
    place.hidden = over;
    if (header && header.innerHTML !== facts) header.innerHTML = facts;
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

  const begin = (pause) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, pause);
  };
  // What was uploaded on this page waits from now on.
  document.addEventListener("uploads:taken", () => begin(0));
  window.addEventListener("pageshow", (event) => event.persisted && begin(0));
  document.addEventListener("visibilitychange", () => !document.hidden && begin(0));
  if (!place.hidden) begin(PAUSE);
})();
