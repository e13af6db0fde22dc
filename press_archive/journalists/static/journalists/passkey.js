// Passkeys: asks the site for a challenge and the device for its answer, then sends the form.
"use strict";
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");

  const asked = (options) => {
    const key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.excludeCredentials, key.allowCredentials]) {
      for (const one of list ?? []) one.id = bytes(one.id);
    }
    return { publicKey: key };
  };

  const said = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = text(answer[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    });
  };

  const answered = async (form) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const reply = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!reply.ok) throw new Error(String(reply.status));
    const options = await reply.json();
    if (options.sign_in) {
      window.location.assign(options.sign_in);
      return false;
    }
    const way = form.dataset.passkey === "create" ? "create" : "get";
    form.querySelector("[name=credential]").value = said(await navigator.credentials[way](asked(options)));
    return true;
  };

  for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
    const trouble = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        if (await answered(form)) form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
}
