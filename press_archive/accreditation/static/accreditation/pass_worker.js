// Passes on the telephone: the page, its photo and its style come from the net when there is one, else from here.
"use strict";
const CACHE = "yaka-karti-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, assets } = event.data || {};
  if (!page) return;
  const own = [page, ...assets].filter((address) => new URL(address).origin === self.location.origin);
  const kept = caches.open(CACHE).then(async (cache) => {
    await Promise.all(
      own.map(async (address) => {
        const answer = await fetch(address, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) await cache.put(address, answer);
      }),
    );
    event.source.postMessage("kept", []); // to a page of this worker, which has no other origin
  });
  event.waitUntil(kept.catch(() => undefined));
});

const fromNet = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && request.url.startsWith(self.registration.scope)) {
      await cache.put(request.url, answer.clone());
    } else if (request.mode === "navigate" && [404, 410].includes(answer.status)) {
      // Withdrawn, revoked or over: the telephone forgets it as well.
      await cache.delete(request.url);
      await cache.delete(`${request.url}fotograf/`);
    }
    return answer;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && new URL(event.request.url).origin === self.location.origin) {
    event.respondWith(fromNet(event.request));
  }
});
