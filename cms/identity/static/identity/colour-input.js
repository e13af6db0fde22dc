/* Contrast after WCAG 2.2, and the same choices as cms.core.colours: what is shown here is what the site will do. */
(() => {
  const AA = 4.5;
  const WHITE = "#ffffff";
  const INK = "#16202a";
  const BLACK = "#000000";
  const HEX = /^#[0-9a-f]{6}$/i;

  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (first, second) => {
    const both = [luminance(first), luminance(second)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  const textOn = (background) => {
    const best = contrast(WHITE, background) >= contrast(INK, background) ? WHITE : INK;
    return contrast(best, background) >= AA ? best : BLACK;
  };
  const darkened = (colour, step) =>
    `#${channels(colour)
      .map((value) =>
        Math.round(value * (1 - step / 20))
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")}`;
  const asText = (colour) => {
    for (let step = 0; step <= 20; step += 1) {
      const candidate = darkened(colour, step);
      if (contrast(candidate, WHITE) >= AA) return candidate;
    }
    return INK;
  };
  const ratio = (value) => `${value.toLocaleString("tr", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} : 1`;

  const show = (box) => {
    const colour = box.querySelector("input[type=text]").value.trim();
    const isColour = HEX.test(colour);
    box.querySelector(".colour-input__preview").hidden = !isColour;
    box.querySelector(".colour-input__verdict").hidden = !isColour;
    if (!isColour) return;
    const { good, poor, on, link, darker } = box.dataset;
    const band = box.querySelector(".colour-input__band");
    band.style.backgroundColor = colour;
    band.style.color = textOn(colour);
    box.querySelector(".colour-input__link").style.color = asText(colour);
    box.querySelector("input[type=color]").value = colour.toLowerCase();
    const own = contrast(colour, WHITE);
    const linkWords = own >= AA ? good : `${poor}; ${darker}`;
    box.querySelector(".colour-input__verdict").textContent =
      `${on}: ${ratio(contrast(textOn(colour), colour))} (${good}). ${link}: ${ratio(own)} (${linkWords}).`;
  };

  const start = (box) => {
    const text = box.querySelector("input[type=text]");
    const picker = box.querySelector("input[type=color]");
    picker.hidden = false;
    picker.addEventListener("input", () => {
      text.value = picker.value;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.dispatchEvent(new Event("change", { bubbles: true }));
    });
    text.addEventListener("input", () => show(box));
    show(box);
  };

  const startAll = () => document.querySelectorAll("[data-colour-input]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
