// Asks the browser for its address at its push service, and tells the house.
"use strict";

(() => {
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const status = form.querySelector("[data-push-status]");
  const button = form.querySelector("button");
  const say = (words) => {
    status.textContent = words;
  };
  const supported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!supported) {
    button.disabled = true;
    say(form.dataset.unsupported);
  }

  // The key as bytes: not every browser takes it as text.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  async function subscribed() {
    const scope = new URL(".", new URL(form.dataset.worker, location.href)).pathname;
    await navigator.serviceWorker.register(form.dataset.worker, { scope });
    const { pushManager } = await navigator.serviceWorker.ready;
    const old = await pushManager.getSubscription();
    // One that was made for another key, or for whoever sat here before, is no use.
    if (old) await old.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
  }

  async function turnOn() {
    if ((await Notification.requestPermission()) !== "granted") return say(form.dataset.denied);
    const { endpoint, keys } = (await subscribed()).toJSON();
    const sent = new FormData(form);
    sent.set("endpoint", endpoint);
    sent.set("p256dh", keys.p256dh);
    sent.set("auth", keys.auth);
    const answer = await fetch(form.action, { method: "POST", body: sent });
    const said = await answer.json();
    return said.done ? location.reload() : say(said.error ?? form.dataset.failed);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!supported) return;
    button.disabled = true;
    say("");
    try {
      await turnOn();
    } catch {
      say(form.dataset.failed);
    }
    button.disabled = false;
  });
})();
