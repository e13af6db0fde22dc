// Turning and cropping: the picture on a canvas, a box over it, and the numbers of the form that go with both.
(() => {
  "use strict";
  const form = document.querySelector("[data-version]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-version-${name}]`);
  const stage = part("stage");
  const canvas = part("canvas");
  const frame = part("box");
  const image = part("image");
  const ratioField = part("ratio");
  const turnField = part("turn");
  const size = part("size");
  const SIDES = ["left", "top", "width", "height"];
  const sides = Object.fromEntries(SIDES.map((name) => [name, form.querySelector(`[data-version-side="${name}"]`)]));
  const SMALLEST = 64;
  const STEP = 0.005;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  let box = { left: 0, top: 0, width: 1, height: 1 };

  const turn = () => Number(turnField.value) || 0;
  const lies = () => turn() % 180 !== 0;
  // The original's own pixels, turned.
  const whole = () => {
    const across = Number(stage.dataset.width) || image.naturalWidth;
    const down = Number(stage.dataset.height) || image.naturalHeight;
    // Stored as the camera held it; the picture that is shown stands upright.
    const flat = across > down === image.naturalWidth > image.naturalHeight;
    const upright = flat ? [across, down] : [down, across];
    return lies() ? [upright[1], upright[0]] : upright;
  };
  // Width by height of the box in fractions of the stage; 0 where any will do.
  const ratio = () => {
    const [across, down] = whole();
    if (ratioField.value === "own") return 1;
    return ratioField.value ? (Number(ratioField.value) * down) / across : 0;
  };

  const draw = () => {
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    [canvas.width, canvas.height] = lies() ? [height, width] : [width, height];
    const pen = canvas.getContext("2d");
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turn() * Math.PI) / 180);
    pen.drawImage(image, -width / 2, -height / 2);
  };
  const place = () => {
    for (const name of SIDES) frame.style[name] = `${box[name] * 100}%`;
    const [across, down] = whole();
    size.textContent = size.dataset.words
      .replace("{width}", Math.round(box.width * across))
      .replace("{height}", Math.round(box.height * down));
  };
  const show = () => {
    for (const name of SIDES) sides[name].value = Math.round(box[name] * 1e5) / 1e3;
    place();
  };
  const smallest = () => {
    const [across, down] = whole();
    return [Math.min(1, SMALLEST / across), Math.min(1, SMALLEST / down)];
  };
  // The largest box of the wanted form around the middle of the present one.
  const fit = () => {
    const wanted = ratio();
    if (wanted) {
      const middle = [box.left + box.width / 2, box.top + box.height / 2];
      const width = Math.min(1, wanted);
      box = { width, height: width / wanted };
      box.left = clamp(middle[0] - box.width / 2, 0, 1 - box.width);
      box.top = clamp(middle[1] - box.height / 2, 0, 1 - box.height);
    }
    show();
  };
  // A box that keeps the corner (or side) opposite to the one that is pulled.
  const pull = (from, corner, across, down) => {
    const [narrow, low] = smallest();
    const [west, north] = [corner.includes("w"), corner.includes("n")];
    const right = from.left + from.width;
    const bottom = from.top + from.height;
    let width = clamp(from.width + (west ? -across : across), narrow, west ? right : 1 - from.left);
    let height = clamp(from.height + (north ? -down : down), low, north ? bottom : 1 - from.top);
    const wanted = ratio();
    if (wanted) {
      if (width / height > wanted) width = height * wanted;
      else height = width / wanted;
    }
    box = { width, height, left: west ? right - width : from.left, top: north ? bottom - height : from.top };
    show();
  };
  const move = (from, across, down) => {
    box = {
      ...from,
      left: clamp(from.left + across, 0, 1 - from.width),
      top: clamp(from.top + down, 0, 1 - from.height),
    };
    show();
  };
  const quarter = (degrees) => {
    const right = degrees === 90;
    turnField.value = String((turn() + degrees) % 360);
    box = {
      left: right ? 1 - box.top - box.height : box.top,
      top: right ? box.left : 1 - box.left - box.width,
      width: box.height,
      height: box.width,
    };
    draw();
    fit();
  };

  let drag = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, y: event.clientY, from: { ...box }, corner: event.target.dataset.corner };
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const { width, height } = stage.getBoundingClientRect();
    const across = (event.clientX - drag.x) / width;
    const down = (event.clientY - drag.y) / height;
    if (drag.corner) pull(drag.from, drag.corner, across, down);
    else move(drag.from, across, down);
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, () => (drag = null));
  frame.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = moves[event.key];
    if (!way || event.altKey || event.metaKey) return;
    event.preventDefault();
    const step = STEP * (event.ctrlKey ? 5 : 1);
    if (!event.shiftKey) move(box, way[0] * step, way[1] * step);
    else if (!ratio()) pull(box, "se", way[0] * step, way[1] * step);
    else {
      const grow = (way[0] || way[1]) * step;
      pull(box, "se", grow, grow);
    }
  });
  for (const button of form.querySelectorAll("[data-version-quarter]")) {
    button.addEventListener("click", () => quarter(Number(button.dataset.versionQuarter)));
  }
  ratioField.addEventListener("change", fit);
  part("reset").addEventListener("click", () => {
    turnField.value = "0";
    ratioField.value = "";
    box = { left: 0, top: 0, width: 1, height: 1 };
    draw();
    show();
  });
  const read = () => {
    const [left, top, width, height] = SIDES.map((name) => Number(sides[name].value) / 100);
    if ([left, top, width, height].every(Number.isFinite) && width > 0 && height > 0) {
      box = { left, top, width, height };
    }
    place();
  };
  for (const name of SIDES) sides[name].addEventListener("input", read);
  turnField.addEventListener("change", () => {
    draw();
    fit();
  });

  const begin = () => {
    stage.hidden = false;
    part("tools").hidden = false;
    image.hidden = true;
    part("numbers").open = Boolean(form.querySelector(".w-field__errors *, .error-message"));
    draw();
    read();
  };
  if (image.complete && image.naturalWidth) begin();
  else image.addEventListener("load", begin, { once: true });
})();
