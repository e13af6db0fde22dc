// What the person sees of the files under way: a row each, the sum of all, and words for screen readers.
"use strict";
window.UploadList = class UploadList {
  static DONE = new Set(["taken", "refused"]);

  constructor(root) {
    this.root = root;
    this.rows = new Map();
    this.texts = {};
    for (const one of root.querySelectorAll("[data-text]")) this.texts[one.dataset.text] = one.textContent;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.template = this.part("row");
    this.language = document.documentElement.lang || "tr";
    this.numbers = new Intl.NumberFormat(this.language, { maximumFractionDigits: 1 });
    this.samples = [];
    this.said = 0;
    this.drawing = false;
  }

  text(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  size(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    let step = 0;
    while (bytes >= 1024 && step < units.length - 1) {
      bytes /= 1024;
      step += 1;
    }
    return `${this.numbers.format(bytes)} ${units[step]}`;
  }

  time(seconds) {
    const s = Math.ceil(seconds);
    if (s < 60) return this.text("seconds", { s });
    if (s < 3600) return this.text("minutes", { m: Math.floor(s / 60), s: s % 60 });
    return this.text("hours", { h: Math.floor(s / 3600), m: Math.floor((s % 3600) / 60) });
  }

  // `row`: { name, size, sent, state, reason, url, twin, thumbnail, cancel(), retry() }
  add(key, row) {
    const element = this.template.content.firstElementChild.cloneNode(true);
    const part = (name) => element.querySelector(`[data-${name}]`);
    row = { sent: 0, state: "waiting", reason: "", key, element, part, ...row };
    part("name").textContent = row.name;
    part("name").title = row.name;
    part("bar").setAttribute("aria-label", row.name);
    part("cancel").setAttribute("aria-label", this.text("cancelFile", row));
    part("retry").setAttribute("aria-label", this.text("retryFile", row));
    part("cancel").addEventListener("click", () => row.cancel?.());
    part("retry").addEventListener("click", () => row.retry?.());
    this.rows.set(key, row);
    this.part("list").append(element);
    this.paint(row);
    return row;
  }

  change(key, values) {
    const row = this.rows.get(key);
    if (!row) return;
    const before = row.state;
    Object.assign(row, values);
    row.dirty = true;
    // What needs a look comes first.
    if (before !== row.state && (row.state === "refused" || row.state === "failed")) {
      this.part("list").prepend(row.element);
    }
    this.draw();
  }

  remove(key) {
    this.rows.get(key)?.element.remove();
    this.rows.delete(key);
    this.draw();
  }

  // Progress comes many times a second for each file; the screen is painted once a frame.
  draw() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      for (const row of this.rows.values()) if (row.dirty) this.paint(row);
      this.sum();
    });
  }

  paint(row) {
    row.dirty = false;
    const { part } = row;
    row.element.dataset.state = row.state;
    const bar = part("bar");
    bar.value = row.size ? row.sent / row.size : 0;
    bar.hidden = UploadList.DONE.has(row.state);
    const sizes = { sent: this.size(row.sent), size: this.size(row.size) };
    part("word").textContent =
      row.state === "taken"
        ? [this.text("taken"), row.reason].filter(Boolean).join(". ")
        : row.reason || this.text(row.state, sizes);
    const link = part("link");
    const address = row.twin || (row.state === "taken" && row.url) || "";
    link.hidden = !address;
    if (address) {
      link.href = address;
      link.textContent = this.text(row.twin ? "see" : "open");
    }
    part("retry").hidden = !(row.state === "failed" && row.retry);
    part("cancel").hidden = UploadList.DONE.has(row.state) || row.state === "taking";
    if (row.thumbnail && !part("picture").firstChild) {
      const picture = new Image();
      picture.alt = "";
      picture.loading = "lazy";
      picture.src = row.thumbnail;
      part("picture").append(picture);
    }
  }

  counts() {
    const count = {
      all: 0,
      taken: 0,
      refused: 0,
      failed: 0,
      half: 0,
      kept: 0,
      taking: 0,
      waiting: 0,
      sending: 0,
      sent: 0,
      size: 0,
    };
    for (const row of this.rows.values()) {
      count[row.state] += 1;
      if (row.state === "half") continue;
      count.all += 1;
      count.sent += UploadList.DONE.has(row.state) || row.state === "taking" ? row.size : row.sent;
      count.size += row.size;
    }
    count.running = count.waiting + count.sending;
    count.left = count.all - count.taken - count.refused;
    count.done = count.taken + count.refused;
    return count;
  }

  sum() {
    const count = this.counts();
    const total = this.part("total");
    total.hidden = count.all === 0;
    this.part("total-bar").value = count.size ? count.sent / count.size : 0;
    this.part("total-text").textContent = this.text("total", {
      ...count,
      sent: this.size(count.sent),
      size: this.size(count.size),
    });
    this.part("counts").textContent = this.text("counts", count);
    this.part("retry-all").hidden = count.failed < 2;
    this.part("pace").textContent = this.pace(count);
    this.say(count);
    return count;
  }

  // Speed over the last ten seconds.
  pace(count) {
    const now = performance.now();
    if (!count.running) {
      this.samples = [];
      return "";
    }
    const last = this.samples.at(-1);
    if (!last || now - last.at > 500) this.samples.push({ at: now, sent: count.sent });
    while (this.samples.length > 2 && now - this.samples[0].at > 10_000) this.samples.shift();
    const first = this.samples[0];
    const speed = ((count.sent - first.sent) / (now - first.at)) * 1000;
    if (!(now - first.at > 1500) || speed < 1) return "";
    return this.text("pace", { speed: this.size(speed), time: this.time((count.size - count.sent) / speed) });
  }

  // Screen readers hear the end at once and the way there now and then.
  say(count) {
    const ended = count.all > 0 && !count.running && !count.taking;
    const now = performance.now();
    const words = ended ? this.text("finished", count) : this.text("progress", count);
    if (!count.done || words === this.words || (!ended && now - this.said < 8000)) return;
    this.said = now;
    this.words = words;
    this.part("say").textContent = words;
  }

  tell(words) {
    this.part("say").textContent = words;
  }
};
