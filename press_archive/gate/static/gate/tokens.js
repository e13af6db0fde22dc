// What a badge's code says and whether it may be believed: the same as press_archive/accreditation/tokens.py, without
// the net. "unchecked" when this telephone cannot check the signature: then nobody passes by the code.
"use strict";
globalThis.GateTokens = (() => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const LONGEST = 220;
  const HEAD = 31;
  const SKEW = 600;

  const read = (text) => {
    if ([1, 3, 6].includes(text.length % 8)) return null;
    const bytes = [];
    let bits = 0;
    let held = 0;
    for (const letter of text) {
      const value = ALPHABET.indexOf(letter);
      if (value < 0) return null;
      held = (held << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return held ? null : Uint8Array.from(bytes); // bits that say nothing are zero, or it was written otherwise
  };

  const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

  // list: what the gate was given; now: seconds since 1970.
  const verify = async (token, list, now) => {
    if (!token.startsWith("BM1.")) return { reason: "foreign" };
    const parts = token.split(".");
    if (token.length > LONGEST || parts.length !== 3) return { reason: "malformed" };
    const payload = read(parts[1]);
    const signature = read(parts[2]);
    if (!payload || !signature || payload.length < HEAD || payload.length > HEAD + 12 || signature.length !== 64) {
      return { reason: "malformed" };
    }
    const view = new DataView(payload.buffer);
    const key = Object.hasOwn(list.keys, view.getUint16(0)) ? list.keys[view.getUint16(0)] : null;
    if (!key) return { reason: "unknown_key" };
    let believed = false;
    try {
      const ours = await crypto.subtle.importKey("raw", fromHex(key), { name: "Ed25519" }, false, ["verify"]);
      const said = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
      believed = await crypto.subtle.verify({ name: "Ed25519" }, ours, signature, said);
    } catch {
      return { reason: "unchecked" };
    }
    if (!believed) return { reason: "forged" };
    const claims = {
      event: view.getUint32(2),
      badge: view.getUint32(6),
      nonce: Array.from(payload.slice(10, 18), (one) => one.toString(16).padStart(2, "0")).join(""),
      from: view.getUint32(23),
      until: view.getUint32(27),
    };
    let reason = "ok";
    if (claims.event !== list.event) reason = "other_event";
    else if (list.old.includes(claims.nonce)) reason = "revoked";
    else if (now < claims.from - SKEW) reason = "early";
    else if (now > claims.until + SKEW) reason = "expired";
    return { reason, claims };
  };

  return { verify };
})();
