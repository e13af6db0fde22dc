// A signature drawn by a finger: sent as a picture with the form. Without a script the photo and the name remain.
(() => {
  const box = document.querySelector("[data-signature]");
  const field = box && document.getElementById(box.dataset.signature);
  if (!box || !field) return;
  box.hidden = false;
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let last = null;

  const fit = () => {
    canvas.width = Math.max(1, Math.round(canvas.clientWidth));
    canvas.height = Math.max(1, Math.round(canvas.clientHeight));
    clear();
  };
  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    field.value = "";
  };
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...now);
    pen.stroke();
    last = now;
  });
  const lift = () => {
    if (!last) return;
    last = null;
    field.value = canvas.toDataURL("image/png");
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("[data-clear]").addEventListener("click", clear);
  fit();
})();
