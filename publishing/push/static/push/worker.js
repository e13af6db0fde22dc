// Shows a notice of the house, and opens what it leads to. It keeps nothing and answers no page.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const ours = (path) => {
  const address = new URL(path || "/onay/", self.location.origin);
  return address.origin === self.location.origin ? address.href : new URL("/onay/", self.location.origin).href;
};

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // A notice without words still has to be shown.
  }
  event.waitUntil(
    self.registration.showNotification(said.title || "Basın Masası", {
      body: said.body || "",
      data: ours(said.url),
      lang: "tr",
      tag: "acil",
      renotify: true,
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
