(() => {
  "use strict";
  const stage = document.querySelector("[data-blur-stage]");
  if (!stage) return;
  const field = document.querySelector("[data-blur-boxes]");
  const count = document.querySelector("[data-blur-count]");
  const SMALLEST = 0.005;
  const STEP = 0.005;
  let boxes = [];
  try {
    const drawn = JSON.parse(field.value || "[]");
    if (Array.isArray(drawn)) {
      boxes = drawn.filter((box) => Array.isArray(box) && box.length === 4).map((box) => ({ box: box.map(Number) }));
    }
  } catch {
    boxes = [];
  }

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const say = () => {
    field.value = JSON.stringify(boxes.map(({ box }) => box.map((value) => Math.round(value * 1e5) / 1e5)));
    count.textContent = boxes.length ? `${boxes.length} ${count.dataset.some}` : count.dataset.none;
  };
  const place = (entry) => {
    const [x, y, width, height] = entry.box;
    Object.assign(entry.node.style, {
      left: `${x * 100}%`,
      top: `${y * 100}%`,
      width: `${width * 100}%`,
      height: `${height * 100}%`,
    });
    const number = boxes.indexOf(entry) + 1;
    entry.node.setAttribute(
      "aria-label",
      `${stage.dataset.label} ${number}: ${Math.round(width * 100)} × ${Math.round(height * 100)} %`,
    );
  };
  const remove = (entry) => {
    const next = boxes[boxes.indexOf(entry) + 1] || boxes[boxes.indexOf(entry) - 1];
    boxes = boxes.filter((other) => other !== entry);
    entry.node.remove();
    boxes.forEach(place);
    say();
    if (next) next.node.focus();
    else document.querySelector("[data-blur-add]").focus();
  };
  const show = (entry) => {
    const node = document.createElement("div");
    node.className = "blur-box";
    node.tabIndex = 0;
    node.setAttribute("role", "group");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", stage.dataset.remove);
    button.addEventListener("click", () => remove(entry));
    node.append(button);
    entry.node = node;
    stage.append(node);
    node.addEventListener("keydown", (event) => {
      if (event.target !== node) return;
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        remove(entry);
        return;
      }
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      const step = STEP * (event.ctrlKey ? 5 : 1);
      let [x, y, width, height] = entry.box;
      if (event.shiftKey) {
        width = clamp(width + move[0] * step, SMALLEST, 1 - x);
        height = clamp(height + move[1] * step, SMALLEST, 1 - y);
      } else {
        x = clamp(x + move[0] * step, 0, 1 - width);
        y = clamp(y + move[1] * step, 0, 1 - height);
      }
      entry.box = [x, y, width, height];
      place(entry);
      say();
    });
    place(entry);
  };
  const add = (box) => {
    const entry = { box };
    boxes.push(entry);
    show(entry);
    say();
    return entry;
  };
  const at = (event) => {
    const frame = stage.getBoundingClientRect();
    return [
      clamp((event.clientX - frame.left) / frame.width, 0, 1),
      clamp((event.clientY - frame.top) / frame.height, 0, 1),
    ];
  };

  let drag = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button")) return;
    event.preventDefault();
    const start = at(event);
    const entry = boxes.find(({ node }) => node === event.target);
    drag = entry ? { entry, start, from: [...entry.box] } : { entry: null, start };
    if (entry) entry.node.focus();
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = at(event);
    if (drag.from) {
      const [left, top, width, height] = drag.from;
      drag.entry.box = [
        clamp(left + x - drag.start[0], 0, 1 - width),
        clamp(top + y - drag.start[1], 0, 1 - height),
        width,
        height,
      ];
    } else {
      const box = [
        Math.min(x, drag.start[0]),
        Math.min(y, drag.start[1]),
        Math.abs(x - drag.start[0]),
        Math.abs(y - drag.start[1]),
      ];
      if (!drag.entry) {
        if (box[2] < SMALLEST || box[3] < SMALLEST) return;
        drag.entry = add(box);
      }
      drag.entry.box = box;
    }
    place(drag.entry);
    say();
  });
  const finish = () => {
    if (drag && drag.entry && (drag.entry.box[2] < SMALLEST || drag.entry.box[3] < SMALLEST)) remove(drag.entry);
    drag = null;
  };
  stage.addEventListener("pointerup", finish);
  stage.addEventListener("pointercancel", finish);
  document.querySelector("[data-blur-add]").addEventListener("click", () => add([0.4, 0.4, 0.15, 0.15]).node.focus());
  document.querySelector("[data-blur-clear]").addEventListener("click", () => {
    boxes.forEach(({ node }) => node.remove());
    boxes = [];
    say();
  });
  boxes.forEach(show);
  say();
})();
