// The gate on the telephone: page, list, photos and scripts come from the net when there is one, else from here.
"use strict";
const CACHE = "kapi-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const fromNet = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(request.url, answer.clone());
    // A gate that was closed meanwhile: its page still has to send what it saw, and empties the telephone itself.
    const last = request.mode === "navigate" && answer.status === 404 && (await cache.match(request.url));
    return last || answer;
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
