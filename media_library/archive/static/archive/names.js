// A box with one name a line becomes chips with a line to type in. Without this script the box itself works.
(() => {
  const enhance = (box) => {
    const area = box.querySelector("textarea");
    if (!area) return;
    const chips = document.createElement("ul");
    chips.className = "arc-names__chips";
    const line = document.createElement("input");
    line.type = "text";
    line.maxLength = 100;
    line.autocomplete = "off";
    line.placeholder = box.dataset.add;
    line.className = "arc-names__line";
    line.id = area.id;
    if (area.getAttribute("aria-describedby")) {
      line.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
    }
    area.removeAttribute("id");
    area.hidden = true;
    const list = document.createElement("datalist");
    list.dataset.suggestions = box.dataset.source;

    const names = () =>
      area.value
        .split("\n")
        .map((name) => name.trim())
        .filter(Boolean);
    const write = (values) => {
      area.value = values.join("\n");
      area.dispatchEvent(new Event("change", { bubbles: true }));
      draw();
    };
    const draw = () => {
      chips.replaceChildren(
        ...names().map((name) => {
          const item = document.createElement("li");
          const text = document.createElement("span");
          text.textContent = name;
          const remove = document.createElement("button");
          remove.type = "button";
          remove.textContent = "×";
          remove.setAttribute("aria-label", `${box.dataset.remove}: ${name}`);
          remove.addEventListener("click", () => {
            write(names().filter((other) => other !== name));
            line.focus();
          });
          item.append(text, remove);
          return item;
        }),
      );
    };
    const take = () => {
      const name = line.value.replace(/\s+/g, " ").trim();
      line.value = "";
      if (name && !names().includes(name)) write([...names(), name]);
    };
    line.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === ",") {
        event.preventDefault();
        take();
      } else if (event.key === "Backspace" && !line.value) {
        write(names().slice(0, -1));
      }
    });
    line.addEventListener("blur", take);
    // A suggestion that is picked with the mouse arrives as a replacement of the whole text.
    line.addEventListener("input", (event) => {
      if (event.inputType === "insertReplacementText" || (!event.inputType && line.value)) take();
    });
    box.append(chips, line, list);
    window.archiveSuggest(box);
    draw();
  };
  document.querySelectorAll("[data-names]").forEach(enhance);
})();
