// The part of the photo that is kept, chosen before it is sent: drag, arrow keys, zoom. Without it the middle is taken.
"use strict";
{
  const form = document.querySelector("[data-portrait]");
  const stage = form?.querySelector("[data-portrait-stage]");
  const file = form?.querySelector("input[type=file]");
  const crop = form?.querySelector("input[name=crop]");
  const canvas = stage?.querySelector("canvas");
  const zoom = stage?.querySelector("input[type=range]");
  const picture = new Image();
  let middle = { x: 0.5, y: 0.42 };
  let from = null;

  const part = () => {
    const shape = canvas.width / canvas.height;
    const own = picture.naturalWidth / picture.naturalHeight;
    const scale = Number(zoom.value);
    const width = (own > shape ? shape / own : 1) / scale;
    const height = (own > shape ? 1 : own / shape) / scale;
    middle.x = Math.min(Math.max(middle.x, width / 2), 1 - width / 2);
    middle.y = Math.min(Math.max(middle.y, height / 2), 1 - height / 2);
    return { left: middle.x - width / 2, top: middle.y - height / 2, width, height };
  };

  const draw = () => {
    const { left, top, width, height } = part();
    const w = picture.naturalWidth;
    const h = picture.naturalHeight;
    canvas
      .getContext("2d")
      .drawImage(picture, left * w, top * h, width * w, height * h, 0, 0, canvas.width, canvas.height);
    crop.value = [left, top, width, height].map((one) => Math.max(one, 0).toFixed(5)).join(",");
  };

  const shift = (x, y) => {
    const { width, height } = part();
    middle = { x: middle.x - x * width, y: middle.y - y * height };
    draw();
  };

  if (form) {
    picture.addEventListener("load", () => {
      stage.hidden = false;
      middle = { x: 0.5, y: 0.42 };
      zoom.value = "1";
      draw();
    });
    // What the browser cannot open (HEIC) is cropped in the middle by the server.
    picture.addEventListener("error", () => {
      stage.hidden = true;
      crop.value = "";
    });
    file.addEventListener("change", () => {
      crop.value = "";
      stage.hidden = true;
      const chosen = file.files[0];
      if (!chosen) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        picture.src = reader.result;
      });
      reader.readAsDataURL(chosen);
    });
    zoom.addEventListener("input", draw);
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      from = { x: event.clientX, y: event.clientY };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      shift((event.clientX - from.x) / canvas.clientWidth, (event.clientY - from.y) / canvas.clientHeight);
      from = { x: event.clientX, y: event.clientY };
    });
    canvas.addEventListener("pointerup", () => {
      from = null;
    });
    canvas.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [0.05, 0], ArrowRight: [-0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };
      if (moves[event.key]) {
        shift(...moves[event.key]);
        event.preventDefault();
      } else if (event.key === "+" || event.key === "-") {
        zoom.value = String(Number(zoom.value) + (event.key === "+" ? 0.1 : -0.1));
        draw();
      }
    });
  }
}
