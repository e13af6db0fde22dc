// Keeps this pass on the telephone, so that it opens without the net.
"use strict";
{
  const line = document.querySelector("[data-kept]");
  const worker = navigator.serviceWorker;
  if (worker) {
    const keep = (registration) => {
      const assets = [...document.querySelectorAll("link[href], script[src], img[src]")].map(
        (one) => one.href || one.src,
      );
      registration.active?.postMessage({ page: location.href.split("#")[0], assets });
    };
    worker.addEventListener("message", (event) => {
      if (event.data === "kept") line.textContent = line.dataset.kept;
      if (event.data === "gone") location.reload();
    });
    worker
      .register(document.body.dataset.worker)
      .then(() => worker.ready)
      .then(keep)
      .catch(() => {
        // A private window may keep nothing; the page itself still works.
      });
  }
}
