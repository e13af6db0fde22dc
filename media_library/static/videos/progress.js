// Keeps the states of videos that are being worked on up to date; asks only while somebody looks.
(() => {
  "use strict";

  const { states, reload } = document.currentScript.dataset;
  const PAUSE = 3000;
  let edited = false;
  document.addEventListener("input", () => {
    edited = true;
  });

  const waiting = () => [...document.querySelectorAll("[data-video]")];

  function show(place, video) {
    place.className = `video-state video-state--${video.state}`;
    place.querySelector(".video-state__words").textContent = video.words;
    const bar = place.querySelector("progress");
    if (bar) bar.value = video.progress;
    if (!video.over) return;
    // The player is on the page only once there is something to play. Words being written are worth more.
    if (reload !== undefined && !edited) {
      window.location.reload();
      return;
    }
    place.removeAttribute("data-video");
    if (bar) bar.remove();
    if (video.error) {
      const said = document.createElement("small");
      said.className = "video-state__error";
      said.textContent = video.error;
      place.append(said);
    }
  }

  async function ask() {
    const places = waiting();
    if (!document.hidden && places.length) {
      const query = new URLSearchParams(places.map((place) => ["v", place.dataset.video]));
      try {
        const answer = await fetch(`${states}?${query}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (answer.ok) {
          const { videos } = await answer.json();
          for (const video of videos) {
            for (const place of places) if (Number(place.dataset.video) === video.id) show(place, video);
          }
        }
      } catch {
        // The network is away; the next round asks again.
      }
    }
    window.setTimeout(ask, PAUSE);
  }

  window.setTimeout(ask, PAUSE);
})();
