// The texts for the networks on one panel: a box to tick for each network, its text below, one button that copies a text
// to the others. Underneath are the rows of Wagtail's own panel, which are sent and checked as ever.
"use strict";

(() => {
  const rules = JSON.parse(document.getElementById("social-networks")?.textContent ?? "null");
  const words = JSON.parse(document.getElementById("writing-help")?.textContent ?? "null")?.words;
  const rows = document.getElementById("id_social_texts-FORMS");
  const add = document.getElementById("id_social_texts-ADD");
  if (!rules || !words || !rows || !add) return;

  const alive = () =>
    [...rows.children].filter((row) => row.querySelector('input[name$="-DELETE"]')?.value !== "1" && !row.hidden);
  const choiceOf = (row) => row.querySelector('select[name$="-network"]');
  const photoOf = (row) => row.querySelector("[data-photo-chooser]")?.widget;
  const altOf = (row) => row.querySelector('[name$="-image_alt"]');
  const textOf = (row) => row.querySelector('textarea[name$="-text"]');
  const rowOf = (key) => alive().find((row) => choiceOf(row)?.value === key);
  const kept = new Map();

  const box = document.createElement("fieldset");
  box.className = "network-choice";
  const legend = document.createElement("legend");
  legend.textContent = words.networks;
  box.append(legend);
  for (const [key, { name }] of Object.entries(rules.networks)) {
    const label = document.createElement("label");
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.value = key;
    tick.addEventListener("change", () => (tick.checked ? choose(key) : leave(key)));
    label.append(tick, ` ${name}`);
    box.append(label);
  }
  rows.before(box);
  add.hidden = true;

  function changed(element) {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function write(row, text) {
    textOf(row).value = text;
    changed(textOf(row));
  }

  function choose(key) {
    if (rowOf(key)) return;
    add.click();
    const row = rows.lastElementChild;
    choiceOf(row).value = key;
    changed(choiceOf(row));
    if (kept.has(key)) {
      const { text, photo, alt } = kept.get(key);
      write(row, text);
      if (photo) photoOf(row)?.setState(photo);
      if (altOf(row)) altOf(row).value = alt;
    }
    dress();
    textOf(row).focus();
  }

  function leave(key) {
    const row = rowOf(key);
    if (!row) return;
    kept.set(key, { text: textOf(row).value, photo: photoOf(row)?.getState(), alt: altOf(row)?.value ?? "" });
    row.querySelector('button[id$="-DELETE-button"]').click();
    dress();
  }

  function copy(from, status) {
    const others = alive().filter((row) => row !== from && choiceOf(row).value);
    const before = others.map((row) => [row, textOf(row).value]);
    others.forEach((row) => write(row, textOf(from).value));
    status.textContent = `${words.copied} `;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "button button-small button-secondary";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => {
      before.forEach(([row, text]) => write(row, text));
      status.textContent = "";
    });
    status.append(undo);
  }

  // What a row looks like: the network's name as heading, no list to choose it from again.
  function dress() {
    const here = alive();
    here.forEach((row) => {
      const choice = choiceOf(row);
      const network = rules.networks[choice.value];
      const field = choice.closest(".w-panel__wrapper") ?? choice;
      field.hidden = Boolean(network);
      const heading = row.querySelector("[data-panel-heading-text], .w-panel__heading");
      if (network && heading && heading.textContent.trim() !== network.name) heading.textContent = network.name;
      let tools = row.querySelector(".network-tools");
      if (!tools) {
        tools = document.createElement("p");
        tools.className = "network-tools";
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = words.copyToOthers;
        const status = document.createElement("span");
        status.setAttribute("role", "status");
        button.addEventListener("click", () => copy(row, status));
        tools.append(button, status);
        textOf(row).closest(".w-field__wrapper").after(tools);
      }
      tools.hidden = here.length < 2;
      // Nothing is to be said of a photo that nobody chose.
      const alt = altOf(row);
      const place = alt?.closest(".w-panel__wrapper");
      if (place) place.hidden = !alt.value && !row.querySelector('[name$="-image"]')?.value;
    });
    box.querySelectorAll("input").forEach((tick) => {
      tick.checked = Boolean(rowOf(tick.value));
    });
  }

  rows.addEventListener("click", () => window.setTimeout(dress));
  // A chooser is filled and emptied without an event; its class says so.
  new MutationObserver(dress).observe(rows, { subtree: true, attributes: true, attributeFilter: ["class"] });
  dress();
})();
