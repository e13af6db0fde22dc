// The field for a photo: the finder opens in a dialog, a photo may be dropped, and the archive's words come along.
// A word that says something else than the archive is marked, with the archive's own one click away.
"use strict";
(() => {
  const NAMES = ["alt", "credit", "caption"];
  const FIELD = /^(.*?)_?(alt|credit|caption)$/;

  const oneLine = (text) => (text ?? "").split(/\s+/).filter(Boolean).join(" ");
  const fitted = (text, field) => {
    const most = field.maxLength > 0 ? field.maxLength : Infinity;
    const line = oneLine(text);
    return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
  };

  // The words of a chooser stand beside it: id "…-image" has "…-alt", id "…lead_image" has "…lead_image_alt".
  const fieldOf = (id, name) =>
    document.getElementById(id.replace(/(image|photo)$/, name)) ?? document.getElementById(`${id}_${name}`);
  const chooserOf = (id) => {
    const found = id.match(FIELD);
    return (
      found && ["image", "photo", ""].map((end) => document.getElementById(`${found[1]}${end}-chooser`)).find(Boolean)
    );
  };

  const write = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const mark = (field, words, texts) => {
    const holder = field.closest("[data-field-input], .w-field__input") ?? field.parentElement;
    let note = holder.querySelector(":scope > .photo-words");
    const differs = words && oneLine(field.value) !== oneLine(words);
    if (!differs || field.disabled || field.readOnly) {
      note?.remove();
      return;
    }
    if (!note) {
      note = document.createElement("p");
      note.className = "photo-words";
      const label = Object.assign(document.createElement("strong"), { textContent: texts.differs });
      const said = document.createElement("q");
      const back = Object.assign(document.createElement("button"), {
        type: "button",
        className: "button button-small button-secondary",
        textContent: texts.use,
      });
      back.addEventListener("click", () => {
        write(field, back.dataset.words);
        field.focus();
      });
      note.append(label, " ", said, " ", back);
      holder.append(note);
    }
    note.querySelector("q").textContent = words;
    note.querySelector("button").dataset.words = words;
  };

  const markAll = (chooser) => {
    const words = chooser.getState()?.words;
    NAMES.forEach((name) => {
      const field = fieldOf(chooser.input.id, name);
      if (field) mark(field, words ? fitted(words[name], field) : "", chooser.chooserElement.dataset);
    });
  };

  // What nobody typed for this use follows the photo: an empty field, or one that said what the photo before said.
  const follow = (chooser, before) => {
    const now = chooser.getState()?.words ?? {};
    NAMES.forEach((name) => {
      const field = fieldOf(chooser.input.id, name);
      if (!field || field.disabled || field.readOnly) return;
      const untouched = !field.value.trim() || (before && field.value === fitted(before[name], field));
      if (untouched) write(field, fitted(now[name], field));
    });
    markAll(chooser);
  };

  class Modal {
    constructor(address) {
      this.address = address;
    }

    open(options, callback) {
      const { multiple, most, files } = { ...Modal.next, ...options };
      Modal.next = {};
      window.archivePhotoDialog.open(this.address, { multiple, most, files }, callback);
    }
  }
  Modal.next = {};
  // Who takes files that are dropped beside every field; a gallery's list is asked last.
  Modal.receivers = [];

  class ArchivePhotoChooser extends window.ImageChooser {
    chooserModalClass = Modal;

    initHTMLElements(id) {
      super.initHTMLElements(id);
      this.chooserElement.addEventListener("dragover", (event) => {
        if (event.dataTransfer.types.includes("Files")) event.preventDefault();
      });
      this.chooserElement.addEventListener("drop", (event) => {
        if (!event.dataTransfer.files.length) return;
        event.preventDefault();
        event.stopPropagation();
        Modal.next = { files: [...event.dataTransfer.files].slice(0, 1) };
        this.openChooserModal();
      });
      setTimeout(() => markAll(this));
    }

    getStateFromHTML() {
      const state = super.getStateFromHTML();
      if (state) state.words = JSON.parse(this.chooserElement.dataset.words || "{}");
      return state;
    }

    setStateFromModalData(data) {
      const before = this.getState()?.words;
      super.setStateFromModalData(data);
      follow(this, before);
    }

    setState(state) {
      super.setState(state);
      setTimeout(() => markAll(this));
    }
  }

  window.ArchivePhotoChooser = ArchivePhotoChooser;
  window.archivePhotoModal = Modal;
  const Factory = window.telepath?.constructors?.["wagtail.images.widgets.ImageChooser"];
  if (Factory) {
    window.telepath.register(
      "house.PhotoChooser",
      class extends Factory {
        widgetClass = ArchivePhotoChooser;
        chooserModalClass = Modal;
      },
    );
  }

  document.addEventListener("input", (event) => {
    const chooser = event.target.id && FIELD.test(event.target.id) && chooserOf(event.target.id)?.widget;
    if (chooser instanceof ArchivePhotoChooser) markAll(chooser);
  });

  // A file that misses its field must not take the whole screen away: the browser would open it in place of the page.
  const isDropped = (event) =>
    document.querySelector("form[data-edit-form]") && event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (isDropped(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!isDropped(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const list = document.querySelector(".gallery-rows button[id$='-OPEN_MODAL']");
    if (Modal.receivers.length) Modal.receivers.at(-1)(files);
    else if (list) {
      Modal.next = { files };
      list.click();
    }
  });

  // A photo described in another tab: what was left empty is filled when the person comes back.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return;
    const waiting = [...document.querySelectorAll("[data-photo-chooser]")]
      .map((element) => element.widget)
      .filter((chooser) => chooser?.getValue() && NAMES.some((name) => fieldOf(chooser.input.id, name)?.value === ""));
    if (!waiting.length) return;
    const numbers = [...new Set(waiting.map((chooser) => chooser.getValue()))];
    try {
      const answer = await window.archiveSend.ask(
        `${waiting[0].chooserElement.dataset.chosen}?foto=${numbers.join(",")}`,
      );
      const known = new Map((await answer.json()).photos.map((photo) => [String(photo.id), photo.words]));
      waiting.forEach((chooser) => {
        const words = known.get(String(chooser.getValue()));
        if (!words) return;
        const before = chooser.getState().words ?? {};
        chooser.getState().words = words;
        // A word that was empty in the archive too; what somebody took away on purpose stays away.
        NAMES.forEach((name) => {
          const field = fieldOf(chooser.input.id, name);
          if (field && !field.value && !before[name] && words[name]) write(field, fitted(words[name], field));
        });
        markAll(chooser);
      });
    } catch {
      // Offline, or signed out: the server fills them at the next saving.
    }
  });
})();
