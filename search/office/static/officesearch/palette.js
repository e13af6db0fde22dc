// The palette: Ctrl or ⌘ and K on every screen of the admin. What was opened lately stays in this browser alone, and is
// forgotten as soon as somebody signs out.
(() => {
  const said = document.currentScript.dataset;
  const KEPT = "basin-masasi.recent";
  const MOST = 8;
  const PAUSE = 120;
  let dialog, field, list, empty, status, every;
  let options = [];
  let current = -1;
  let asked = 0;
  let timer;

  const isSignedIn = () => Boolean(document.getElementById("wagtail-sidebar"));

  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return kept.filter((one) => typeof one.title === "string" && /^\/(?!\/)/.test(one.url));
    } catch {
      return [];
    }
  };

  const keep = () => {
    const url = location.pathname + location.search;
    if (location.pathname === said.page || url.length > 500) {
      return;
    }
    const title = document.title.split(" - ").slice(0, -1).join(" - ") || document.title;
    const others = recent().filter((one) => one.url !== url);
    try {
      localStorage.setItem(
        KEPT,
        JSON.stringify([{ title: title.trim().slice(0, 120), url }, ...others].slice(0, MOST + 1)),
      );
    } catch {
      // Storage is full or closed: the palette works without.
    }
  };

  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.textContent = text;
    return made;
  };

  const build = () => {
    dialog = element("dialog", { class: "palette", "aria-labelledby": "palette-title" });
    const form = element("form", { class: "palette-form", action: said.page, method: "get", role: "search" });
    form.append(element("h2", { id: "palette-title", class: "w-sr-only" }, said.title));
    field = element("input", {
      type: "search",
      name: "q",
      maxlength: "400",
      autocomplete: "off",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "palette-options",
      "aria-label": said.field,
      placeholder: said.field,
    });
    const close = element("button", { type: "button", class: "palette-close" }, said.close);
    close.addEventListener("click", () => dialog.close());
    form.append(field, close);
    list = element("div", {
      id: "palette-options",
      class: "palette-options",
      role: "listbox",
      "aria-label": said.title,
    });
    // A list without choices is none: what is said instead of them stands beside it.
    empty = element("div", { class: "palette-empty" });
    status = element("p", { class: "w-sr-only", role: "status" });
    every = element("a", { class: "palette-every", href: said.page }, said.every);
    const foot = element("div", { class: "palette-foot" });
    foot.append(element("span", {}, said.keys), every);
    dialog.append(form, list, empty, status, foot);
    document.body.append(dialog);

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", onKey);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Tab") {
        trap(event);
      } else if (event.key === "Escape") {
        // A search field would only be emptied by it.
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    form.addEventListener("submit", (event) => {
      if (options[current]) {
        event.preventDefault();
        options[current].click();
      }
    });
  };

  const trap = (event) => {
    const stops = [...dialog.querySelectorAll("input, button, a[href]:not([role=option])")];
    const last = stops.length - 1;
    const place = stops.indexOf(document.activeElement);
    if (event.shiftKey ? place <= 0 : place === last) {
      event.preventDefault();
      stops[event.shiftKey ? last : 0].focus();
    }
  };

  const onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !options.length) {
      return;
    }
    event.preventDefault();
    const from = current === -1 && step === -1 ? 0 : current;
    choose((from + step + options.length) % options.length);
  };

  const choose = (number) => {
    if (options[current]) {
      options[current].setAttribute("aria-selected", "false");
    }
    current = number;
    const option = options[current];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const shown = () => {
    options = [...list.querySelectorAll("[role=option]")];
    empty.replaceChildren(...list.querySelectorAll(".palette-none"));
    list.hidden = options.length === 0;
    for (const [number, option] of options.entries()) {
      option.id = `palette-option-${number}`;
    }
    current = -1;
    choose(-1);
    field.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = said.found.replace("%(count)s", options.length);
    every.href = `${said.page}?q=${encodeURIComponent(field.value)}`;
  };

  const withRecent = () => {
    const here = location.pathname + location.search;
    const pages = recent().filter((one) => one.url !== here);
    if (!pages.length) {
      return;
    }
    const group = element("div", { role: "group", "aria-label": said.recent });
    group.append(element("p", { class: "palette-head", role: "presentation" }, said.recent));
    for (const one of pages.slice(0, MOST)) {
      const option = element("a", { role: "option", "aria-selected": "false", tabindex: "-1", href: one.url });
      option.append(element("span", { class: "palette-title" }, one.title));
      group.append(option);
    }
    list.prepend(group);
  };

  const ask = async () => {
    asked += 1;
    const mine = asked;
    const text = field.value.trim();
    try {
      const answer = await fetch(`${said.options}?q=${encodeURIComponent(text)}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) {
        throw new Error(answer.status);
      }
      const html = await answer.text();
      if (mine !== asked) {
        return;
      }
      const piece = new DOMParser().parseFromString(html, "text/html");
      list.replaceChildren(...piece.querySelector("[role=listbox]").childNodes);
    } catch {
      if (mine !== asked) {
        return;
      }
      list.replaceChildren(element("p", { class: "palette-none", role: "presentation" }, said.failed));
    }
    if (!text) {
      withRecent();
    }
    shown();
  };

  const open = () => {
    if (!dialog) {
      build();
    }
    if (!dialog.open) {
      dialog.showModal();
      field.select();
      ask();
    }
  };

  const isWriting = (target) => target instanceof Element && Boolean(target.closest("[contenteditable=true]"));

  if (!isSignedIn()) {
    try {
      localStorage.removeItem(KEPT);
    } catch {
      // Nothing could be kept either.
    }
    return;
  }
  keep();
  document.addEventListener("keydown", (event) => {
    // In a text the same keys make a link.
    const isKey =
      (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (isKey && !isWriting(event.target)) {
      event.preventDefault();
      if (dialog?.open) {
        dialog.close();
      } else {
        open();
      }
    }
  });
})();
