// The scissors: boxes over a page, drawn by mouse, finger or keys; those of one story stay while one goes to another page.
(() => {
  "use strict";

  const source = document.getElementById("scissors");
  if (!source) return;
  const told = JSON.parse(source.textContent);
  const progress = document.querySelector("[data-progress]");

  // What is worked on by the machine is looked at while somebody waits for it.
  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(told.state, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (answer.ok) {
          const state = await answer.json();
          const bar = progress.querySelector("progress");
          progress.firstChild.textContent = `${state.words} `;
          if (bar && state.total) {
            bar.max = state.total;
            bar.value = state.done;
          }
          let drawn = false;
          for (const [page, found] of Object.entries(state.pages)) {
            const place = document.querySelector(`[data-page="${page}"]`);
            if (!place || (found.state !== "waiting" && !place.querySelector("img"))) drawn = true;
            else place.querySelector("[data-state]").textContent = found.words;
            if (told.page && String(told.page.id) === page && !told.page.read && found.state === "read") {
              told.page.read = true;
              if (typeof look === "function") look();
            }
          }
          // New pages can be seen only on a new screen; what somebody is drawing is worth more.
          if (drawn && !boxes.length && !document.querySelector("[data-cut] :focus")) window.location.reload();
          if (state.over) {
            bar?.remove();
            return;
          }
        }
      } catch {
        // The network is away; the next round asks again.
      }
    }
    window.setTimeout(ask, 2000);
  };

  const form = document.querySelector("[data-cut]");
  const stage = document.querySelector("[data-stage]");
  const key = `scissors-${told.paper}`;
  // [page, left, top, width, height] in pixels of the pages' pictures.
  let boxes = told.boxes;
  let look = null;

  const remember = () => {
    try {
      window.sessionStorage.setItem(key, JSON.stringify(boxes));
    } catch {
      // A browser that keeps nothing: the boxes of this page are there all the same.
    }
  };
  if (form && !boxes.length) {
    try {
      const kept = JSON.parse(window.sessionStorage.getItem(key) || "[]");
      if (Array.isArray(kept)) boxes = kept.filter((box) => box.length === 5 && told.numbers[box[0]]);
    } catch {
      boxes = [];
    }
  }
  if (progress) window.setTimeout(ask, 1000);
  if (!form) return;

  const words = {};
  for (const word of document.getElementById("scissors-words").content.querySelectorAll("[data-word]")) {
    words[word.dataset.word] = word.textContent;
  }
  const list = form.querySelector("[data-list]");
  const measure = form.querySelector("[data-measure]");
  const headline = form.querySelector("[name=headline]");
  const field = form.querySelector("[name=boxes]");
  const read = form.querySelector("[data-read]");
  const saves = [...form.querySelectorAll("[data-save]")];
  const page = told.page;
  let suggested = "";
  let asked = 0;
  let timer = 0;

  const size = (box) => {
    if (!page?.pixel || box[0] !== page.id) return "";
    const places = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const number = (value) => (value * page.pixel).toLocaleString(document.documentElement.lang, places);
    return `${number(box[3])} × ${number(box[4])} cm`;
  };
  const name = (box, place) =>
    words.box
      .replace("{n}", place + 1)
      .replace("{page}", told.numbers[box[0]])
      .replace("{size}", size(box) || "–");

  look = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      if (!boxes.length) return;
      const number = (asked += 1);
      try {
        const query = new URLSearchParams({ kutular: JSON.stringify(boxes) });
        const answer = await fetch(`${told.reading}?${query}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!answer.ok || number !== asked) return;
        const said = await answer.json();
        measure.textContent = said.error || said.measure + (said.read ? "" : ` ${words.unread}`);
        if (said.headline && (headline.value === "" || headline.value === suggested)) {
          headline.value = suggested = said.headline;
        }
        read.hidden = !said.text;
        read.querySelector("[data-text]").textContent = said.text || "";
      } catch {
        // Without an answer it is measured when it is saved.
      }
    }, 250);
  };

  // Keeps a box inside the page and no smaller than can be cut.
  const fit = (box) => {
    const least = 24;
    box[3] = Math.round(Math.min(Math.max(box[3], least), page.width));
    box[4] = Math.round(Math.min(Math.max(box[4], least), page.height));
    box[1] = Math.round(Math.min(Math.max(box[1], 0), page.width - box[3]));
    box[2] = Math.round(Math.min(Math.max(box[2], 0), page.height - box[4]));
  };

  const place = (element, [left, top, width, height]) => {
    element.style.left = `${(left / page.width) * 100}%`;
    element.style.top = `${(top / page.height) * 100}%`;
    element.style.width = `${(width / page.width) * 100}%`;
    element.style.height = `${(height / page.height) * 100}%`;
  };

  const drop = (box) => {
    boxes = boxes.filter((one) => one !== box);
    show();
  };

  const changed = () => {
    field.value = boxes.length ? JSON.stringify(boxes) : "";
    for (const save of saves) save.disabled = !boxes.length;
    if (!boxes.length) {
      measure.textContent = words.none;
      read.hidden = true;
      if (headline.value === suggested) headline.value = suggested = "";
    }
    remember();
    look();
  };

  const draw = (box) => {
    const element = [...stage.querySelectorAll("[data-box]")].find((one) => one.box === box);
    if (element) {
      place(element, box.slice(1));
      element.setAttribute("aria-label", name(box, boxes.indexOf(box)));
    }
    const line = [...list.children].find((one) => one.box === box);
    if (line) line.firstChild.textContent = name(box, boxes.indexOf(box));
  };

  const show = () => {
    for (const old of stage?.querySelectorAll("[data-box]") || []) old.remove();
    list.replaceChildren();
    boxes.forEach((box, number) => {
      const line = document.createElement("li");
      line.box = box;
      const said = document.createElement("span");
      said.textContent = name(box, number);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "button button-small button-secondary";
      remove.textContent = words.remove;
      remove.setAttribute("aria-label", `${words.remove}: ${name(box, number)}`);
      remove.addEventListener("click", () => drop(box));
      line.append(said, remove);
      list.append(line);
      if (!stage || !page || box[0] !== page.id) return;
      const element = document.createElement("div");
      element.className = "scans-box";
      element.dataset.box = "";
      element.tabIndex = 0;
      element.box = box;
      element.setAttribute("role", "group");
      element.setAttribute("aria-describedby", "scissors-help");
      const label = document.createElement("b");
      label.textContent = number + 1;
      element.append(label);
      stage.append(element);
      draw(box);
    });
    changed();
  };

  const add = (box, focus) => {
    fit(box);
    boxes.push(box);
    show();
    if (focus) [...stage.querySelectorAll("[data-box]")].find((one) => one.box === box)?.focus();
  };

  if (stage && page) {
    stage.classList.add("is-cutting");
    for (const cut of told.cuts) {
      const done = document.createElement("div");
      done.className = "scans-box scans-box--done";
      done.title = cut.headline;
      place(done, cut.box);
      stage.append(done);
    }

    const at = (event) => {
      const rim = stage.getBoundingClientRect();
      return [
        ((event.clientX - rim.left) / rim.width) * page.width,
        ((event.clientY - rim.top) / rim.height) * page.height,
      ];
    };
    let act = null;

    stage.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary || !stage.classList.contains("is-cutting")) return;
      const [x, y] = at(event);
      const element = event.target.closest("[data-box]");
      const rim = stage.getBoundingClientRect();
      const near = (14 / rim.width) * page.width;
      if (element) {
        const [, left, top, width, height] = element.box;
        const edges = [
          Math.abs(x - left) < near,
          Math.abs(y - top) < near,
          Math.abs(x - left - width) < near,
          Math.abs(y - top - height) < near,
        ];
        act = { box: element.box, before: [...element.box], x, y, edges, moves: !edges.some(Boolean) };
        element.focus();
      } else {
        act = { box: null, x, y };
      }
      stage.setPointerCapture(event.pointerId);
      event.preventDefault();
    });

    stage.addEventListener("pointermove", (event) => {
      if (!act) return;
      const [x, y] = at(event);
      if (!act.box) {
        if (Math.abs(x - act.x) < 24 || Math.abs(y - act.y) < 24) return;
        act.box = [page.id, act.x, act.y, 24, 24];
        act.drawn = true;
        boxes.push(act.box);
        show();
      }
      const { box, before } = act;
      if (act.drawn) {
        const [right, bottom] = [Math.min(Math.max(x, 0), page.width), Math.min(Math.max(y, 0), page.height)];
        box[1] = Math.min(act.x, right);
        box[2] = Math.min(act.y, bottom);
        box[3] = Math.abs(right - act.x);
        box[4] = Math.abs(bottom - act.y);
      } else if (act.moves) {
        box[1] = before[1] + x - act.x;
        box[2] = before[2] + y - act.y;
      } else {
        const [left, top, right, bottom] = act.edges;
        if (left) [box[1], box[3]] = [before[1] + x - act.x, before[3] - x + act.x];
        if (top) [box[2], box[4]] = [before[2] + y - act.y, before[4] - y + act.y];
        if (right) box[3] = before[3] + x - act.x;
        if (bottom) box[4] = before[4] + y - act.y;
      }
      fit(box);
      draw(box);
    });

    const end = () => {
      if (act?.box) changed();
      act = null;
    };
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);

    stage.addEventListener("keydown", (event) => {
      const element = event.target.closest("[data-box]");
      if (!element) return;
      const { box } = element;
      const step = Math.max(1, Math.round(page.width / (event.ctrlKey ? 500 : 100)));
      const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      const way = ways[event.key];
      if (way) {
        const first = event.shiftKey ? 3 : 1;
        box[first] += way[0];
        box[first + 1] += way[1];
        fit(box);
        draw(box);
        changed();
        element.scrollIntoView({ block: "nearest", inline: "nearest" });
      } else if (event.key === "Delete" || event.key === "Backspace") {
        drop(box);
        document.querySelector("[data-new]").focus();
      } else if (event.key === "Enter") headline.focus();
      else return;
      event.preventDefault();
    });

    document.querySelector("[data-new]").addEventListener("click", () => {
      const view = stage.parentElement;
      const seen = Math.min(view.clientHeight / stage.clientHeight, 1) * page.height;
      const top = (view.scrollTop / stage.clientHeight) * page.height;
      const left = (view.scrollLeft / stage.clientWidth) * page.width;
      const wide = Math.min(view.clientWidth / stage.clientWidth, 1) * page.width;
      add([page.id, left + wide / 4, top + seen / 4, wide / 2, seen / 2], true);
    });
    const scissors = document.querySelector("[data-scissors]");
    scissors.addEventListener("click", () => {
      const cuts = stage.classList.toggle("is-cutting");
      scissors.setAttribute("aria-pressed", String(cuts));
    });
    let zoom = 1;
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        zoom = Math.min(Math.max(zoom * (button.dataset.zoom === "1" ? 1.5 : 1 / 1.5), 1), 5);
        stage.style.width = `${zoom * 100}%`;
      });
    }
  }

  form.addEventListener("submit", () => {
    try {
      window.sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
    window.setTimeout(() => {
      for (const save of saves) save.disabled = true;
    });
  });

  show();
})();
