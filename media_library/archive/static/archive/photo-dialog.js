// The finder as a dialog of the editing screen: photos are searched, chosen (one or many), or uploaded into a shoot.
// ``archivePhotoDialog.open(address, {multiple, most, files}, callback)``: ``callback`` gets one photo, or a list.
"use strict";
window.archivePhotoDialog = (() => {
  const AT_ONCE = 3;
  const { ask, check } = window.archiveSend;
  let shown = null;

  const fetchText = async (address) => (await check(await ask(address), { session: "" })).text();

  class Dialog {
    constructor(address, { multiple = false, most = 200, files = [] }, callback) {
      Object.assign(this, { address, multiple, callback, chosen: new Set(), files: [], texts: {} });
      this.most = multiple ? most : 1;
      this.element = document.createElement("dialog");
      this.element.className = "arc-choose";
      this.element.setAttribute("aria-labelledby", "choose-title");
      document.body.append(this.element);
      this.element.addEventListener("close", () => this.element.remove());
      // What is typed here is not the page's; its own saving and its shortcuts hear nothing of it.
      ["input", "change", "keydown", "submit"].forEach((name) =>
        this.element.addEventListener(name, (event) => event.stopPropagation()),
      );
      this.begin(files);
    }

    part(name) {
      return this.element.querySelector(`[data-${name}]`);
    }

    async begin(files) {
      this.element.setAttribute("aria-busy", "true");
      this.element.showModal();
      try {
        this.element.innerHTML = await fetchText(this.address);
      } catch {
        this.sorry();
        return;
      }
      this.element.removeAttribute("aria-busy");
      this.texts = this.part("texts").dataset;
      this.part("title").textContent = this.multiple ? this.texts.titleMany : this.texts.titleOne;
      window.archiveSuggest?.(this.element);
      this.listen();
      this.results();
      if (files.length) {
        this.toUpload();
        this.take(files);
      } else this.grid.focus();
    }

    // Neither the finder nor its words came: the session has ended, or there is no network. What is typed stays.
    sorry() {
      const help = JSON.parse(document.getElementById("writing-help")?.textContent ?? "null");
      const said = navigator.onLine ? help?.words.signedOut : help?.words.unreachable;
      const text = Object.assign(document.createElement("p"), {
        className: "arc-choose__sorry",
        textContent: said ?? document.querySelector("[data-photo-chooser]")?.dataset.failed ?? "",
      });
      text.setAttribute("role", "alert");
      text.id = this.element.getAttribute("aria-labelledby");
      const close = document.createElement("form");
      close.method = "dialog";
      close.append(Object.assign(document.createElement("button"), { className: "button", textContent: "✕" }));
      this.element.removeAttribute("aria-busy");
      this.element.replaceChildren(text, close);
    }

    listen() {
      this.part("close").addEventListener("click", () => this.element.close());
      this.part("add").addEventListener("click", () => this.addChosen());
      const search = this.part("search");
      search.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search(search);
      });
      search.querySelectorAll("select").forEach((field) => field.addEventListener("change", () => this.search(search)));
      this.element.addEventListener("click", (event) => {
        const whole = event.target.closest("[data-whole]");
        if (whole) this.chooseShoot(whole.dataset.whole);
      });
      if (this.part("upload-form")) this.listenUpload();
    }

    async search(form) {
      const query = new URLSearchParams(
        [...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== ""),
      );
      const number = (this.asked = (this.asked ?? 0) + 1);
      const holder = document.createElement("template");
      try {
        holder.innerHTML = await fetchText(`${form.getAttribute("action")}?${query}`);
      } catch {
        this.say(this.texts.failed);
        return;
      }
      if (number !== this.asked) return;
      this.part("results").replaceChildren(...holder.content.querySelector("[data-results]").childNodes);
      this.results();
    }

    results() {
      this.grid = window.archiveGrid(this.part("archive-grid"), {
        chosen: this.chosen,
        most: this.most,
        changed: () => this.count(),
        entered: (tile) => {
          if (!this.multiple) this.chosen.clear();
          if (this.chosen.size < this.most) this.chosen.add(tile.dataset.tile);
          this.grid.show();
          this.addChosen();
        },
      });
      this.element.querySelectorAll("[data-whole]").forEach((button) => (button.hidden = !this.multiple));
    }

    count() {
      const { size } = this.chosen;
      const text = { 0: this.texts.none, 1: this.texts.one }[size] ?? this.texts.many.replace("{count}", size);
      const full = this.multiple && size >= this.most ? ` ${this.texts.most.replace("{count}", this.most)}` : "";
      this.part("count").textContent = text + full;
      const add = this.part("add");
      add.disabled = size === 0;
      add.textContent = size > 1 ? this.texts.addMany.replace("{count}", size) : this.texts.addOne;
      // Of one photo nothing is left to be said: it is taken when it is chosen.
      if (!this.multiple && size === 1) this.addChosen();
    }

    say(sentence) {
      this.part("count").textContent = sentence;
    }

    async chooseShoot(number) {
      const address = `${this.part("search").getAttribute("action")}cekim/?cekim=${number}`;
      try {
        const { photos } = JSON.parse(await fetchText(address));
        const room = photos.filter((photo) => !this.chosen.has(`f${photo}`)).slice(0, this.most - this.chosen.size);
        room.forEach((photo) => this.chosen.add(`f${photo}`));
        this.grid.show();
      } catch {
        this.say(this.texts.failed);
      }
    }

    async addChosen() {
      if (this.isAdding || !this.chosen.size) return;
      this.isAdding = true;
      await this.add([...this.chosen].map((one) => one.slice(1)));
      this.isAdding = false;
    }

    async add(numbers) {
      const address = `${this.part("search").getAttribute("action")}secilen/?foto=${numbers.join(",")}`;
      let photos;
      try {
        ({ photos } = JSON.parse(await fetchText(address)));
      } catch {
        this.say(this.texts.failed);
        return;
      }
      const missing = numbers.length - photos.length;
      if (photos.length) this.callback(this.multiple ? photos : photos[0], missing);
      if (photos.length && !missing) {
        this.element.close();
        return;
      }
      // What was added is not added once more by the next press of the button.
      this.chosen.clear();
      this.files = [];
      this.grid?.show();
      this.count();
      this.say(this.texts.leftOut.replace("{count}", missing));
    }

    // --- from this computer ---

    listenUpload() {
      const form = this.part("upload-form");
      this.part("to-upload").addEventListener("click", () => this.toUpload());
      this.part("back").addEventListener("click", () => this.toFinder());
      this.part("files").addEventListener("change", (event) => {
        this.take([...event.target.files]);
        event.target.value = "";
      });
      this.part("files").multiple = this.multiple;
      this.element.addEventListener("dragover", (event) => event.preventDefault());
      this.element.addEventListener("drop", (event) => {
        event.preventDefault();
        this.toUpload();
        this.take([...event.dataTransfer.files]);
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.send(form);
      });
      this.part("send").addEventListener("click", () => this.send(form));
      const title = document.getElementById("id_title")?.value.trim();
      if (title) form.elements.shoot.value = title.slice(0, 200);
    }

    toUpload() {
      if (!this.part("upload-form")) return;
      this.part("upload-form").hidden = this.part("send").hidden = this.part("back").hidden = false;
      this.part("find").hidden = this.part("add").hidden = this.part("to-upload").hidden = true;
      this.part("count").textContent = "";
    }

    toFinder() {
      this.part("upload-form").hidden = this.part("send").hidden = this.part("back").hidden = true;
      this.part("find").hidden = this.part("add").hidden = this.part("to-upload").hidden = false;
      this.count();
    }

    take(files) {
      const list = this.part("list");
      files.slice(0, this.most - this.files.length).forEach((file) => {
        if (this.files.some((one) => one.file.name === file.name && one.file.size === file.size)) return;
        const row = document.createElement("li");
        const name = Object.assign(document.createElement("span"), { textContent: file.name });
        const word = Object.assign(document.createElement("small"), { textContent: this.texts.waiting });
        const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
        bar.setAttribute("aria-label", file.name);
        const remove = Object.assign(document.createElement("button"), {
          type: "button",
          className: "button button-small button-secondary",
          textContent: this.texts.remove,
        });
        remove.setAttribute("aria-label", `${this.texts.remove}: ${file.name}`);
        const entry = { file, row, word, bar, remove, photo: 0 };
        remove.addEventListener("click", () => {
          this.files = this.files.filter((one) => one !== entry);
          row.remove();
          this.ready();
        });
        if (file.type.startsWith("video/")) {
          word.textContent = this.texts.video;
          row.className = "arc-choose__refused";
          remove.remove();
        } else {
          this.files.push(entry);
        }
        row.append(name, bar, word, remove);
        list.append(row);
      });
      this.ready();
    }

    ready() {
      this.part("send").disabled = !this.files.length || this.isSending;
    }

    async send(form) {
      if (!this.files.length || this.isSending) return;
      this.part("error").textContent = "";
      this.isSending = true;
      this.ready();
      try {
        const body = new FormData(form);
        const answer = await check(await ask(form.getAttribute("action"), { method: "POST", body }), this.texts);
        const place = await answer.json();
        // A second try goes into the same shoot, and does not open another one.
        form.elements.shoot.value = place.label;
        const queue = this.files.filter((one) => !one.photo);
        const next = async () => {
          const one = queue.shift();
          if (one) await this.sendOne(one, place).then(next);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, next));
        const taken = this.files.filter((one) => one.photo).map((one) => one.photo);
        if (this.element.isConnected && taken.length === this.files.length) await this.add(taken);
      } catch (error) {
        this.part("error").textContent = error.message || this.texts.failed;
      }
      this.isSending = false;
      this.ready();
    }

    async sendOne(entry, place) {
      const { word, bar, row, remove } = entry;
      row.className = "";
      try {
        entry.photo = await window.archiveSend(entry.file, place, this.texts, ({ share, taking, trouble }) => {
          if (share !== undefined) {
            bar.value = share;
            word.textContent = this.texts.percent.replace("{percent}", `%${Math.round(share * 100)}`);
          }
          if (taking) word.textContent = this.texts.taking;
          if (trouble) word.textContent = trouble;
        });
        bar.value = 1;
        word.textContent = this.texts.taken;
        remove.hidden = true;
      } catch (error) {
        word.textContent = error.message || this.texts.failed;
        row.className = "arc-choose__refused";
      }
    }
  }

  return {
    open(address, options, callback) {
      if (shown?.element.open) return shown;
      shown = new Dialog(address, options, callback);
      return shown;
    },
  };
})();
