// Photo and gallery blocks: a new one opens the finder at once; files are dropped into it; photos change places by drag
// and by keys. The rest is Wagtail's.
"use strict";
(() => {
  const { ListBlockDefinition, StreamBlockDefinition, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const childOf = (definition, name) => definition.childBlockDefs.find((one) => one.name === name);

  // A number for a block as Wagtail gives them; ``crypto.randomUUID`` is missing on plain http.
  const newId = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
    );
  const fitted = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`);

  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
  const stateOf = (photo) => {
    const { alt = "", credit = "", caption = "" } = photo.words ?? {};
    return { image: photo, alt, credit, caption: fitted(caption, 240) };
  };

  class PictureBlockDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const { focus } = block;
      // Wagtail asks so for a block that somebody has just put in.
      block.focus = (options) => {
        const chooser = block.childBlocks.image.widget;
        if (options?.soft && chooser?.openChooserModal && !chooser.getValue()) chooser.openChooserModal();
        else focus.call(block, options);
      };
      return block;
    }
  }

  class Gallery {
    constructor(block) {
      const { meta } = block.blockDef;
      Object.assign(this, { block, list: block.childBlocks.pictures, words: meta.words, most: meta.most });
      this.factory = childOf(childOf(block.blockDef, "pictures").childBlockDef, "image").widget;
      this.element = this.list.container[0];
      this.bar = this.drawBar();
      this.element.before(this.bar);
      this.listen();
      this.count();
    }

    drawBar() {
      const bar = document.createElement("div");
      bar.className = "gallery-block__bar";
      const button = Object.assign(document.createElement("button"), {
        type: "button",
        className: "button button-small",
        textContent: this.words.choose,
      });
      button.addEventListener("click", () => this.choose());
      this.said = Object.assign(document.createElement("strong"), { className: "gallery-block__count" });
      this.said.setAttribute("role", "status");
      const hint = Object.assign(document.createElement("span"), { textContent: this.words.hint });
      bar.append(button, this.said, hint);
      return bar;
    }

    listen() {
      const counted = this.list.blockCountChanged;
      this.list.blockCountChanged = (...args) => {
        counted.apply(this.list, args);
        this.count();
      };
      // The "+" between two photos asks the finder, too.
      this.element.addEventListener(
        "click",
        (event) => {
          const index = this.list.inserters.findIndex((one) => one.element.contains(event.target));
          if (index < 0) return;
          event.preventDefault();
          event.stopImmediatePropagation();
          this.choose([], index);
        },
        { capture: true },
      );
      const zone = this.bar.closest(".gallery-block") ?? this.element;
      zone.addEventListener("dragover", (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        zone.classList.add("gallery-block--over");
      });
      zone.addEventListener("dragleave", (event) => {
        if (!zone.contains(event.relatedTarget)) zone.classList.remove("gallery-block--over");
      });
      zone.addEventListener(
        "drop",
        (event) => {
          if (!hasFiles(event) || !event.dataTransfer.files.length) return;
          event.preventDefault();
          event.stopPropagation();
          zone.classList.remove("gallery-block--over");
          this.choose([...event.dataTransfer.files]);
        },
        { capture: true },
      );
      this.element.addEventListener("keydown", (event) => {
        if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
        const place = this.list.children.findIndex((child) => child.element.contains(event.target));
        const to = place + (event.key === "ArrowUp" ? -1 : 1);
        event.preventDefault();
        if (place < 0 || to < 0 || to >= this.list.children.length) return;
        this.list.moveBlock(place, to);
        event.target.focus();
        event.target.dispatchEvent(new Event("change", { bubbles: true }));
        this.said.textContent = this.words.moved.replace("%(place)s", to + 1);
      });
    }

    count() {
      const { length } = this.list.children;
      if (!this.said) return;
      this.said.textContent = { 0: "", 1: this.words.one }[length] ?? this.words.many.replace("%(count)s", length);
    }

    choose(files = [], index = this.list.children.length) {
      const room = this.most - this.list.children.length;
      if (room < 1) {
        this.said.textContent = this.words.full.replace("%(count)s", this.most);
        return;
      }
      this.factory.openModal((photos) => this.put(photos, index), { multiple: true, most: room, files });
    }

    put(photos, index) {
      photos.forEach((photo, place) => {
        this.list.insert(stateOf(photo), index + place, { id: newId() });
      });
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  class GalleryBlockDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const gallery = new Gallery(block);
      const { focus } = block;
      block.focus = (options) => {
        if (options?.soft && !gallery.list.children.length) gallery.choose();
        else focus.call(block, options);
      };
      return block;
    }
  }

  class PhotoListBlockDefinition extends ListBlockDefinition {}

  // Files dropped anywhere on the text: one photo becomes a photo block, several a gallery, after the block under them.
  class BodyBlockDefinition extends StreamBlockDefinition {
    render(...args) {
      const stream = super.render(...args);
      const put = (photos, index) => {
        const isOne = photos.length === 1;
        const pictures = photos.map((photo) => ({ id: newId(), value: stateOf(photo) }));
        const value = isOne ? pictures[0].value : { title: "", pictures };
        stream.insert({ type: isOne ? "picture" : "gallery", value, id: newId() }, index, { animate: true });
        stream.element.dispatchEvent(new Event("change", { bubbles: true }));
      };
      const factory = childOf(this.childBlockDefsByName.picture, "image").widget;
      const take = (files, index) =>
        factory.openModal((photos) => put(photos, index), { multiple: true, most: this.meta.mostPhotos, files });
      const isOthers = (event) => event.target.closest(".gallery-block, [data-photo-chooser]");
      stream.element.addEventListener(
        "drop",
        (event) => {
          if (!hasFiles(event) || isOthers(event)) return;
          event.preventDefault();
          event.stopPropagation();
          const place = stream.children.findIndex((child) => child.element.contains(event.target));
          take([...event.dataTransfer.files], place < 0 ? stream.children.length : place + 1);
        },
        { capture: true },
      );
      window.archivePhotoModal?.receivers.push((files) => take(files, stream.children.length));
      return stream;
    }
  }

  window.telepath.register("house.PictureBlock", PictureBlockDefinition);
  window.telepath.register("house.PhotoListBlock", PhotoListBlockDefinition);
  window.telepath.register("house.GalleryBlock", GalleryBlockDefinition);
  window.telepath.register("house.BodyBlock", BodyBlockDefinition);
})();
