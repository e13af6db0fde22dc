// Titles of what fits to what is typed so far, offered below the field. Without this script the form works all the same.
"use strict";

(() => {
  const field = document.querySelector("[data-suggestions]");
  const list = field && document.getElementById(field.getAttribute("list"));
  if (!list) {
    return;
  }
  let waiting = 0;
  let asked = "";

  async function offer() {
    const text = field.value.trim();
    if (text.length < 2 || text === asked) {
      return;
    }
    asked = text;
    const address = new URL(field.dataset.suggestions, location.href);
    address.searchParams.set("q", text);
    try {
      const response = await fetch(address);
      if (!response.ok || field.value.trim() !== text) {
        return;
      }
      const { titles } = await response.json();
      list.replaceChildren(
        ...titles.map((title) => {
          const option = document.createElement("option");
          option.value = title;
          return option;
        }),
      );
    } catch {
      // Without suggestions the field still searches.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 150);
  });
})();
