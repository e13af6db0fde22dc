// The grid of photos and videos: moving and choosing by keyboard, mouse and touch; further tiles; the bar of actions.
// In a dialog (``choosing``) a tile is chosen, never opened: ``changed(chosen)`` hears of each choice, ``entered(tile)``
// of Enter and of a double click; ``most`` is how many may be chosen, ``chosen`` what was before.
window.archiveGrid = (root, choosing = null) => {
  const row = root.querySelector("[data-tiles]");
  const bar = root.querySelector("[data-bar]");
  const more = root.querySelector("[data-more]");
  const modeButton = choosing ? null : document.querySelector("[data-mode]");
  const chosen = choosing?.chosen ?? new Set();
  let anchor = null;
  let mode = false;

  const tiles = () => [...row.querySelectorAll("[data-tile]")];
  const isClosed = (tile) => tile.getAttribute("aria-disabled") === "true";
  const put = (tile) => {
    if (isClosed(tile)) return;
    if (choosing?.most === 1) chosen.clear();
    if (!choosing || chosen.size < choosing.most) chosen.add(tile.dataset.tile);
  };
  const focused = () => row.querySelector('[data-tile][tabindex="0"]');

  const focusOn = (tile, { scroll = true } = {}) => {
    if (!tile) return;
    focused()?.setAttribute("tabindex", "-1");
    tile.setAttribute("tabindex", "0");
    tile.focus({ preventScroll: !scroll });
    if (scroll) tile.scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    tiles().forEach((tile) => tile.setAttribute("aria-selected", String(chosen.has(tile.dataset.tile))));
    if (choosing) {
      choosing.changed(chosen);
      return;
    }
    const count = chosen.size;
    root.classList.toggle("arc-choosing", mode || count > 0);
    bar.hidden = count === 0 && !mode;
    bar.querySelector("[data-count]").textContent =
      count === 1 ? root.dataset.one : root.dataset.many.replace("%(count)s", count);
    const numbers = (letter) =>
      [...chosen].filter((address) => address[0] === letter).map((address) => address.slice(1));
    const photos = numbers("f");
    const videos = numbers("v");
    bar.elements.foto.value = photos.join(",");
    bar.elements.video.value = videos.join(",");
    bar.querySelectorAll("[data-takes]").forEach((button) => {
      const fits = {
        any: count > 0,
        photos: photos.length > 0 && videos.length === 0,
        one_photo: photos.length === 1 && videos.length === 0,
        one: count === 1,
      }[button.dataset.takes];
      button.hidden = !fits;
    });
    if (modeButton) modeButton.setAttribute("aria-pressed", String(mode));
  };

  const toggle = (tile) => {
    const address = tile.dataset.tile;
    if (!chosen.delete(address)) put(tile);
    anchor = tile;
    show();
  };
  const extendTo = (tile) => {
    const all = tiles();
    const from = Math.max(0, all.indexOf(anchor || tile));
    const to = all.indexOf(tile);
    all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(put);
    show();
  };
  const clear = () => {
    chosen.clear();
    mode = false;
    anchor = null;
    show();
  };
  const chooseAll = () => {
    tiles().forEach(put);
    show();
  };

  // Up and down go to the tile whose middle is nearest in the next line; lines are of different widths.
  const vertical = (tile, down) => {
    const here = tile.getBoundingClientRect();
    const middle = here.left + here.width / 2;
    const others = tiles()
      .map((other) => ({ other, box: other.getBoundingClientRect() }))
      .filter(({ box }) => (down ? box.top >= here.bottom - 4 : box.bottom <= here.top + 4));
    if (!others.length) return null;
    const line = down ? Math.min(...others.map(({ box }) => box.top)) : Math.max(...others.map(({ box }) => box.top));
    const near = others.filter(({ box }) => Math.abs(box.top - line) < 4);
    near.sort(
      (a, b) => Math.abs(a.box.left + a.box.width / 2 - middle) - Math.abs(b.box.left + b.box.width / 2 - middle),
    );
    return near[0].other;
  };

  row.addEventListener("keydown", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (!tile || event.altKey) return;
    const all = tiles();
    const at = all.indexOf(tile);
    const command = event.ctrlKey || event.metaKey;
    let to = null;
    if (command && event.key.toLowerCase() === "a") chooseAll();
    else if (command) return;
    else if (event.key === "ArrowRight") to = all[at + 1];
    else if (event.key === "ArrowLeft") to = all[at - 1];
    else if (event.key === "ArrowDown") to = vertical(tile, true);
    else if (event.key === "ArrowUp") to = vertical(tile, false);
    else if (event.key === "Home") to = all[0];
    else if (event.key === "End") to = all[all.length - 1];
    else if (event.key === " ") toggle(tile);
    else if (event.key === "Enter" && choosing) {
      if (!isClosed(tile)) choosing.entered(tile);
    } else if (event.key === "Enter") window.location.assign(tile.dataset.url);
    else if (event.key === "Escape" && !choosing) clear();
    else return;
    event.preventDefault();
    if (!to) return;
    if (event.shiftKey) {
      if (!anchor) anchor = tile;
      put(tile);
      extendTo(to);
    }
    focusOn(to);
  });

  let held = 0;
  let wasHeld = false;
  row.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest("[data-tile]");
    wasHeld = false;
    if (!tile || event.pointerType === "mouse") return;
    held = window.setTimeout(() => {
      wasHeld = true;
      toggle(tile);
    }, 450);
  });
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) =>
    row.addEventListener(name, () => window.clearTimeout(held)),
  );
  row.addEventListener("contextmenu", (event) => {
    if (wasHeld) event.preventDefault();
  });
  row.addEventListener("click", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (!tile) return;
    if (wasHeld) {
      wasHeld = false;
      event.preventDefault();
      return;
    }
    const picks = event.target.closest("[data-pick]");
    if (event.shiftKey) {
      event.preventDefault();
      extendTo(tile);
    } else if (choosing || picks || mode || chosen.size || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      toggle(tile);
    }
    focusOn(tile, { scroll: false });
  });
  row.addEventListener("dblclick", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (tile && choosing && !isClosed(tile)) choosing.entered(tile);
  });
  document.addEventListener("keydown", (event) => {
    if (
      !choosing &&
      event.key === "Escape" &&
      !event.target.closest("input, textarea, select, [data-tile]") &&
      (chosen.size || mode)
    ) {
      clear();
    }
  });

  bar?.querySelector("[data-clear]").addEventListener("click", () => {
    clear();
    focusOn(focused() || tiles()[0], { scroll: false });
  });
  const allButton = choosing ? null : document.querySelector("[data-all]");
  allButton?.addEventListener("click", async () => {
    while (!more.hidden && tiles().length < 2000) if (!(await next())) break;
    chooseAll();
  });
  modeButton?.addEventListener("click", () => {
    mode = !mode;
    if (mode) show();
    else clear();
  });
  bar?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    const one = [...chosen][0];
    if (["one", "one_photo"].includes(button.dataset.takes)) {
      button.setAttribute("formaction", button.getAttribute("formaction").replace("/0/", `/${one.slice(1)}/`));
    }
    // A link must not carry the token of a form.
    const token = bar.elements.csrfmiddlewaretoken;
    token.disabled = button.getAttribute("formmethod") === "get";
    ["foto", "video"].forEach((name) => {
      bar.elements[name].disabled = token.disabled && !bar.elements[name].value;
    });
    window.setTimeout(() => {
      [token, bar.elements.foto, bar.elements.video].forEach((field) => (field.disabled = false));
    }, 0);
  });

  const prepare = () => {
    if (!focused()) tiles()[0]?.setAttribute("tabindex", "0");
  };
  // A shoot that goes on over the end of a page has one heading.
  const joinShoots = () => {
    let before = null;
    row.querySelectorAll("[data-shoot]").forEach((heading) => {
      if (heading.dataset.shoot === before) heading.remove();
      else before = heading.dataset.shoot;
    });
  };
  let loading = null;
  const load = async () => {
    const link = more.querySelector("[data-cursor]");
    const answer = await fetch(`${root.dataset.moreUrl}&imlec=${encodeURIComponent(link.dataset.cursor)}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) return false;
    const { html, cursor, looked } = await answer.json();
    row.insertAdjacentHTML("beforeend", html);
    joinShoots();
    link.dataset.cursor = cursor;
    more.hidden = !cursor;
    more.querySelector("[data-looked]").hidden = !looked;
    show();
    return true;
  };
  const next = () => {
    loading = loading || load().finally(() => (loading = null));
    return loading;
  };
  // What was uploaded on this page joins the grid; what is chosen stays chosen.
  const refresh = async () => {
    const answer = await fetch(root.dataset.moreUrl);
    if (!answer.ok) return;
    const { html, cursor } = await answer.json();
    row.innerHTML = html;
    more.querySelector("[data-cursor]").dataset.cursor = cursor;
    more.hidden = !cursor;
    document.querySelectorAll("[data-when-empty]").forEach((part) => (part.hidden = tiles().length > 0));
    document.querySelectorAll("[data-when-filled]").forEach((part) => (part.hidden = tiles().length === 0));
    prepare();
    show();
  };
  if (!choosing) document.addEventListener("uploads:taken", () => refresh().catch(() => {}));
  more.querySelector("[data-cursor]").addEventListener("click", (event) => {
    event.preventDefault();
    next();
  });
  if ("IntersectionObserver" in window) {
    new IntersectionObserver(
      (entries) => {
        // A search that found nothing in its window waits for a click before it reads on.
        if (
          entries.some((entry) => entry.isIntersecting) &&
          !more.hidden &&
          more.querySelector("[data-looked]").hidden
        ) {
          next();
        }
      },
      { rootMargin: "600px" },
    ).observe(more);
  }
  prepare();
  show();
  return { show, focus: () => focusOn(focused() || tiles()[0], { scroll: false }) };
};
(() => {
  const root = document.querySelector("[data-archive-grid]");
  if (root) window.archiveGrid(root);
})();
