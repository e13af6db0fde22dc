// On every admin page: a success message after a save means that the server has what was kept for the journey.
"use strict";

(() => {
  if (!window.localStorage || !document.querySelector(".messages .success")) return;
  Object.keys(localStorage)
    .filter((name) => name.startsWith("unsaved:"))
    .forEach((name) => {
      try {
        if (JSON.parse(localStorage.getItem(name)).sent) localStorage.removeItem(name);
      } catch {
        localStorage.removeItem(name);
      }
    });
})();
