// Puts a text on the clipboard, for scripts loaded after this one. Without the clipboard API (plain http) the old command
// is used; says whether it went.
"use strict";

window.copied = async (text) => {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The old way below.
    }
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "hidden";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};
