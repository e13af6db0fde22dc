// How many lines the text has while it is written; the server counts again.
(() => {
  const form = document.querySelector("[data-length]");
  const said = form?.querySelector("[data-said]");
  if (!said) return;
  const field = (name) => form.elements.namedItem(name);
  const whole = (name) => Number.parseInt(field(name)?.value, 10) || 0;
  const lines = (text, width) =>
    text
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter(Boolean)
      .reduce((sum, line) => sum + Math.ceil([...line].length / width), 0);
  const say = () => {
    const count = lines(`${field("title").value}\n${field("text").value}`, whole("line_length") || 40);
    const original = whole("original_lines");
    const short = Number(form.dataset.shortLimit);
    const isShort = original < Number(form.dataset.shortBelow);
    const most = field("original_is_picture").checked ? short : original && (isShort ? short : original);
    const state = most ? (count <= most ? "fits" : "long") : "unknown";
    said.dataset.state = state;
    said.textContent = said.dataset[state].replace("[lines]", count).replace("[most]", most);
  };
  form.addEventListener("input", say);
  say();
})();
