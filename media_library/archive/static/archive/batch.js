// Editing many at once: typing touches a field, fields in braces are put in by a click, and the first photos show what
// will be written. Words can be kept under a name and used again.
(() => {
  const form = document.querySelector("[data-batch]");
  if (!form) return;
  const texts = form.querySelector("[data-texts]").dataset;
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const kept = JSON.parse(document.getElementById("arc-kept").textContent);
  let last = form.querySelector("[name=caption]");

  const post = async (address, values) => {
    const data = values instanceof FormData ? values : new FormData();
    if (data !== values) Object.entries(values).forEach(([name, value]) => data.set(name, value));
    data.set("csrfmiddlewaretoken", token());
    const answer = await fetch(address, { method: "POST", body: data });
    return answer.json();
  };

  const touch = (part) => {
    const how = form.elements[`${part.dataset.touch}_nasil`];
    const value = form.elements[part.dataset.touch];
    if (!how || !value) return;
    if (value.value && (how.value === "" || how.value === "bosalt")) how.value = "yaz";
    if (!value.value && (how.value === "yaz" || how.value === "ekle")) how.value = "";
    mark(part);
  };
  const mark = (part) => {
    const how = form.elements[`${part.dataset.touch}_nasil`];
    const value = form.elements[part.dataset.touch];
    part.classList.toggle("arc-touch--on", Boolean(how ? how.value : value && value.value));
    if (how && value) value.disabled = how.value === "bosalt";
  };

  let timer = 0;
  const preview = async () => {
    const { items, error } = await post(form.dataset.preview, new FormData(form));
    const line = form.querySelector("[data-preview-error]");
    line.hidden = !error;
    line.textContent = error;
    form.querySelectorAll("[data-preview-of]").forEach((card, at) => {
      const list = card.querySelector("[data-preview-texts]");
      if (!list.dataset.now) list.dataset.now = list.innerHTML;
      if (!items[at] || !items[at].length) {
        list.innerHTML = list.dataset.now;
        return;
      }
      list.replaceChildren(
        ...items[at].map(({ label, text }) => {
          const pair = document.createElement("div");
          const term = document.createElement("dt");
          const words = document.createElement("dd");
          term.textContent = label;
          words.textContent = text || "—";
          pair.append(term, words);
          return pair;
        }),
      );
    });
  };
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => preview().catch(() => {}), 350);
  };

  form.querySelectorAll("[data-touch]").forEach((part) => {
    const value = form.elements[part.dataset.touch];
    const how = form.elements[`${part.dataset.touch}_nasil`];
    value?.addEventListener("input", () => {
      touch(part);
      later();
    });
    value?.addEventListener("change", () => mark(part));
    how?.addEventListener("change", () => {
      mark(part);
      if (how.value && how.value !== "bosalt" && value) value.focus();
      later();
    });
    if (how) value?.addEventListener("focus", () => (last = value));
    mark(part);
  });

  form.querySelectorAll("[data-insert]").forEach((button) =>
    button.addEventListener("click", () => {
      const words = button.dataset.insert;
      const at = last.selectionStart ?? last.value.length;
      last.value = last.value.slice(0, at) + words + last.value.slice(last.selectionEnd ?? at);
      last.focus();
      last.setSelectionRange(at + words.length, at + words.length);
      last.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  );

  const drawKept = (place) => {
    const field = place.dataset.kept;
    const value = form.elements[field];
    const mine = kept.filter((one) => one.field === field);
    const chips = mine.map((one) => {
      const chip = document.createElement("span");
      chip.className = "arc-chip";
      const use = document.createElement("button");
      use.type = "button";
      use.textContent = one.name;
      use.title = one.text;
      use.addEventListener("click", () => {
        value.disabled = false;
        value.value = one.text;
        value.dispatchEvent(new Event("input", { bubbles: true }));
      });
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "×";
      drop.setAttribute("aria-label", `${texts.dropLabel}: ${one.name}`);
      drop.addEventListener("click", async () => {
        await post(form.dataset.drop.replace("/0/", `/${one.id}/`), {});
        kept.splice(kept.indexOf(one), 1);
        drawKept(place);
      });
      chip.append(use, drop);
      return chip;
    });
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "arc-link";
    keep.textContent = texts.keepLabel;
    keep.hidden = !value.value;
    const name = document.createElement("input");
    name.type = "text";
    name.maxLength = 80;
    name.hidden = true;
    name.placeholder = texts.nameLabel;
    name.setAttribute("aria-label", texts.nameLabel);
    const word = document.createElement("span");
    word.className = "error-message";
    word.hidden = true;
    keep.addEventListener("click", () => {
      name.hidden = false;
      keep.hidden = true;
      name.focus();
    });
    name.addEventListener("keydown", async (event) => {
      if (event.key === "Escape") drawKept(place);
      if (event.key !== "Enter") return;
      event.preventDefault();
      const answer = await post(form.dataset.keep, { ad: name.value, alan: field, metin: value.value });
      word.hidden = !answer.error;
      word.textContent = answer.error || "";
      if (answer.error) return;
      const old = kept.findIndex((one) => one.id === answer.id);
      if (old >= 0) kept.splice(old, 1);
      kept.push(answer);
      drawKept(place);
    });
    value.addEventListener("input", () => {
      if (name.hidden) keep.hidden = !value.value;
    });
    place.replaceChildren(...chips, keep, name, word);
  };
  form.querySelectorAll("[data-kept]").forEach(drawKept);
  later();
})();
