// A live count under each social text of the bulletin, by the rules that the server sends (cms/core/networks.py).
"use strict";

(() => {
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
  const rules = read("social-networks");
  const words = read("writing-help")?.words ?? {};
  if (!rules) return;

  const address = new RegExp(rules.address, "g");
  const anyAddress = new RegExp(`${rules.address}|${rules.bareAddress}`, "g");
  const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
  const segmenter = new Intl.Segmenter("tr", { granularity: "grapheme" });
  const clusters = (text) => Array.from(segmenter.segment(text), (part) => part.segment);
  const isLight = (point) => rules.lightRanges.some(([low, high]) => point >= low && point <= high);

  const measures = {
    characters: (text) => Array.from(text).length,
    utf16: (text) => text.length,
    graphemes: (text) => clusters(text).length,
    weighted: (text) =>
      clusters(text).reduce((total, cluster) => {
        if (emoji.test(cluster) && !rules.plainSigns.includes(cluster)) return total + 2;
        return total + Array.from(cluster).reduce((sum, char) => sum + (isLight(char.codePointAt(0)) ? 1 : 2), 0);
      }, 0),
  };

  function measure(network, raw) {
    let text = raw.replace(/\r\n/g, "\n").normalize("NFC");
    let addresses = 0;
    if (network.url_length !== null) {
      text = text.replace(network.bare_addresses ? anyAddress : address, () => {
        addresses += network.url_length;
        return "";
      });
    }
    return addresses + measures[network.counting](text);
  }

  // The network's own photo, or else the bulletin's.
  function hasPhoto(area) {
    const names = [area.name.replace(/-text$/, "-image"), "lead_image"];
    return names.some((name) => document.querySelector(`input[name="${name}"]`)?.value);
  }

  function counterOf(area) {
    let counter = area.parentElement.querySelector(".social-counter");
    if (!counter) {
      counter = document.createElement("p");
      counter.className = "social-counter";
      counter.setAttribute("role", "status");
      counter.id = `${area.id}-counter`;
      area.insertAdjacentElement("afterend", counter);
      area.setAttribute(
        "aria-describedby",
        [area.getAttribute("aria-describedby"), counter.id].filter(Boolean).join(" "),
      );
    }
    return counter;
  }

  function count(area) {
    const counter = counterOf(area);
    const choice = document.querySelector(`select[name="${area.name.replace(/-text$/, "-network")}"]`);
    const network = rules.networks[choice?.value];
    let text = words.choose;
    let over = 0;
    if (network) {
      const photo = hasPhoto(area);
      const limit = photo && network.caption_limit ? network.caption_limit : network.limit;
      const length = measure(network, area.value);
      over = Math.max(0, length - limit);
      text = `${length} / ${limit}`;
      if (over) text += ` — ${over} ${words.over}`;
      if (network.needs_picture && !photo) {
        text += ` · ${words.needsPicture}`;
      }
    }
    counter.classList.toggle("social-counter--over", over > 0);
    if (counter.textContent !== text) counter.textContent = text;
  }

  const isText = (element) => element.matches?.('textarea[name^="social_texts-"][name$="-text"]');
  function countAll() {
    document.querySelectorAll('textarea[name^="social_texts-"][name$="-text"]').forEach((area) => {
      if (!area.name.includes("__prefix__")) count(area);
    });
  }

  document.addEventListener("input", (event) => {
    if (isText(event.target)) count(event.target);
  });
  document.addEventListener("change", countAll);
  // A new text's panel, and a photo that the chooser fills in without an event.
  new MutationObserver((changes) => {
    const ours = changes.every((change) => change.target.closest?.(".social-counter"));
    if (!ours) countAll();
  }).observe(document.body, { childList: true, subtree: true });
  countAll();
  window.socialMeasure = (key, text) => measure(rules.networks[key], text);
})();
