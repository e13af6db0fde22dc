// Sends files into a shoot by the tus protocol: in chunks, a few at a time, going on after a cut, a reload, a restart.
"use strict";
(() => {
  const { GoldenRetriever, Tus, Uppy, getDroppedFiles, tr_TR } = window.Uploading;
  const CHUNK = 6 * 1024 * 1024;
  const AT_ONCE = 3;
  const DAY = 24 * 60 * 60 * 1000;
  // Some three hours of trying, and any byte that arrives begins it anew.
  const PAUSES = [500, 1000, 2000, 5000, ...Array(1000).fill(10_000)];
  const ASKED_AT_ONCE = 50;

  const lastPart = (address) => new URL(address, location.href).pathname.split("/").findLast(Boolean);

  class Zone {
    constructor(root) {
      this.root = root;
      this.list = new window.UploadList(root);
      this.asked = new Map(); // upload id -> row key, of files whose fate is not known yet
      this.met = new Set(); // upload ids that this page has sent something to
      this.pause = 500;
      this.uppy = this.build();
      this.listen();
      this.recall();
    }

    token() {
      const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      return cookie ? decodeURIComponent(cookie[1]) : this.root.dataset.token;
    }

    build() {
      const { endpoint, shoot, user } = this.root.dataset;
      const uppy = new Uppy({
        id: `cekim-${shoot}-${user}`,
        autoProceed: true,
        // What goes wrong is told in the file's row; the console keeps the details.
        logger: { debug() {}, warn: (...words) => console.warn(...words), error: (...words) => console.warn(...words) },
        locale: this.list.language.startsWith("tr") ? tr_TR : undefined,
      });
      uppy.use(Tus, {
        endpoint,
        chunkSize: CHUNK,
        limit: AT_ONCE,
        retryDelays: PAUSES,
        removeFingerprintOnSuccess: false, // see settle()
        allowedMetaFields: ["name", "type"],
        onBeforeRequest: (request) => {
          request.setHeader("X-Requested-With", "XMLHttpRequest");
          request.setHeader("X-CSRFToken", this.token());
        },
        onShouldRetry: (error, attempt, options, usual) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          if (!status) this.lost(true);
          return status === 507 ? false : usual(error);
        },
      });
      uppy.use(GoldenRetriever, { expires: 7 * DAY });
      uppy.on("files-added", (files) => files.forEach((file) => this.added(file)));
      uppy.on("restored", () => this.restored());
      uppy.on("upload-progress", (file, progress) => this.progress(file, progress));
      uppy.on("upload-success", (file, response) => this.arrived(file, response));
      uppy.on("upload-error", (file, error, response) => this.failed(file, error, response));
      uppy.on("restriction-failed", (file, error) => this.list.tell(error.message));
      // A file that has arrived may be chosen once more; the archive says then that it has it.
      uppy.on("complete", ({ successful }) => setTimeout(() => this.forget(successful)));
      return uppy;
    }

    listen() {
      const zone = this.list.part("zone");
      const over = (event) => {
        // Photos of the archive that are dragged to another shoot are no files.
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        zone.classList.add("upload__zone--over");
      };
      zone.addEventListener("dragenter", over);
      zone.addEventListener("dragover", over);
      for (const name of ["dragleave", "drop"]) {
        zone.addEventListener(name, () => zone.classList.remove("upload__zone--over"));
      }
      zone.addEventListener("drop", async (event) => {
        event.preventDefault();
        this.add(await getDroppedFiles(event.dataTransfer, { logDropError: (error) => this.uppy.log(error) }));
      });
      // A file dropped beside the area must not replace the page.
      for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
      for (const input of this.root.querySelectorAll("[data-pick]")) {
        input.addEventListener("change", () => {
          this.add([...input.files]);
          input.value = "";
        });
      }
      this.list.part("retry-all").addEventListener("click", () => {
        const failed = [...this.list.rows.values()].filter((row) => row.state === "failed");
        for (const row of failed) row.retry?.();
      });
      this.list.part("continue").addEventListener("click", () => this.goOn());
      this.list.part("forget").addEventListener("click", () => this.letGo());
      window.addEventListener("offline", () => this.lost(this.list.counts().running > 0));
      window.addEventListener("online", () => this.lost(false));
      window.addEventListener("beforeunload", (event) => {
        if (this.list.counts().running > 0) event.preventDefault();
      });
    }

    add(files) {
      this.uppy.addFiles(
        files.map((file) => ({
          source: "local",
          name: file.name,
          type: file.type,
          data: file,
          meta: { relativePath: file.relativePath || file.webkitRelativePath || null },
        })),
      );
    }

    added(file) {
      const old = this.list.rows.get(file.id);
      if (old) this.list.remove(file.id);
      this.list.add(file.id, {
        name: file.name,
        size: file.size ?? 0,
        cancel: () => {
          this.uppy.removeFile(file.id);
          this.list.remove(file.id);
        },
        retry: () => {
          this.list.change(file.id, { state: "waiting", reason: "" });
          this.uppy.retryUpload(file.id).catch((error) => this.uppy.log(error));
        },
      });
      this.list.draw();
      this.stayAwake();
    }

    progress(file, { bytesUploaded }) {
      const current = file && this.uppy.getFile(file.id);
      if (!current) return;
      this.lost(false);
      if (current.tus?.uploadUrl) this.meet(lastPart(current.tus.uploadUrl));
      if (["waiting", "sending", "failed"].includes(this.list.rows.get(file.id)?.state)) {
        this.list.change(file.id, { state: "sending", sent: bytesUploaded, reason: "" });
      }
    }

    // It is one of this page's files now, not one of an earlier visit.
    meet(id) {
      if (this.met.has(id)) return;
      this.met.add(id);
      this.list.remove(id);
    }

    arrived(file, response) {
      this.list.change(file.id, { state: "taking", sent: file.size ?? 0, reason: "" });
      this.meet(lastPart(response.uploadURL));
      this.ask(lastPart(response.uploadURL), file.id);
    }

    failed(file, error, response) {
      const status = response?.status ?? 0;
      let reason = "";
      try {
        reason = JSON.parse(response.body.xhr.responseText).reason;
      } catch {
        // No sentence of the server's; ours below.
      }
      if (reason && (status === 422 || status === 413)) {
        this.list.change(file.id, { state: "refused", reason, sent: 0 });
        setTimeout(() => this.forget([file]));
        return;
      }
      if (!reason && error?.name === "NotReadableError") reason = this.list.text("unreadable");
      if (!reason) {
        reason = this.list.text(
          status === 403 || status === 401 ? "session" : status >= 500 ? "trouble" : "unreachable",
        );
      }
      this.list.change(file.id, { state: "failed", reason });
    }

    forget(files) {
      for (const file of files) if (this.uppy.getFile(file.id)) this.uppy.removeFile(file.id);
    }

    // What became of the files that arrived; asked for many at once, more seldom while nothing changes.
    ask(id, key) {
      this.asked.set(id, key);
      this.pause = 500;
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.enquire(), 200);
    }

    async enquire() {
      const ids = [...this.asked.keys()].slice(0, ASKED_AT_ONCE);
      if (!ids.length) return;
      const before = this.asked.size;
      try {
        for (const upload of await this.states(new URLSearchParams(ids.map((id) => ["id", id])))) this.settle(upload);
      } catch (error) {
        this.uppy.log(error);
      }
      if (this.asked.size < before) this.pause = 500;
      else {
        // Those asked about go to the end of the queue.
        for (const id of ids) {
          const key = this.asked.get(id);
          this.asked.delete(id);
          this.asked.set(id, key);
        }
        this.pause = Math.min(this.pause * 1.5, 10_000);
      }
      clearTimeout(this.asking);
      if (this.asked.size) this.asking = setTimeout(() => this.enquire(), this.pause);
    }

    async states(query) {
      const answer = await fetch(`${this.root.dataset.states}?${query}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return (await answer.json()).uploads;
    }

    settle(upload) {
      const key = this.asked.get(upload.id);
      if (key === undefined) return;
      const { reason, url, twin, thumbnail } = upload;
      if (upload.state === "taken" || upload.state === "refused") {
        this.asked.delete(upload.id);
        this.list.change(key, { state: upload.state, reason, url, twin, thumbnail });
        // Not before the browser's own store knows the end too: after a reload in between it would be sent again.
        setTimeout(() => this.forgetAddress(key), 5000);
        this.tell();
      } else if (upload.state === "received" && reason) this.list.change(key, { reason });
    }

    forgetAddress(key) {
      const start = `tus::tus-${key}-${this.root.dataset.endpoint}::`;
      for (const name of Object.keys(localStorage)) if (name.startsWith(start)) localStorage.removeItem(name);
    }

    tell() {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => {
        const { taken, refused } = this.list.counts();
        this.root.dispatchEvent(new CustomEvent("uploads:taken", { bubbles: true, detail: { taken, refused } }));
      }, 1000);
    }

    // Files that this browser kept from before a reload or restart.
    restored() {
      const files = this.uppy.getFiles();
      const whole = files.filter((file) => file.data && !file.progress.uploadComplete);
      this.uppy.setState({ currentUploads: {}, recoveredState: null });
      // What is too large for the browser's own store is in the server's list of half-sent files.
      this.forget(files.filter((file) => !whole.includes(file)));
      if (!whole.length) return;
      this.kept = whole.map((file) => file.id);
      for (const file of whole) {
        this.added(file);
        this.list.change(file.id, { state: "kept" });
        if (file.tus?.uploadUrl) this.meet(lastPart(file.tus.uploadUrl));
      }
      this.list.part("restored-text").textContent = this.list.text("restored", { n: whole.length });
      this.list.part("restored").hidden = false;
    }

    goOn() {
      const fresh = { uploadStarted: null, uploadComplete: false, percentage: 0, bytesUploaded: false };
      const files = { ...this.uppy.getState().files };
      for (const id of this.kept) {
        this.list.change(id, { state: "waiting" });
        if (files[id]) {
          files[id] = { ...files[id], isRestored: false, error: null, progress: { ...files[id].progress, ...fresh } };
        }
      }
      this.list.part("restored").hidden = true;
      this.uppy.setState({ files, error: null });
      this.uppy.upload().catch((error) => this.uppy.log(error));
    }

    letGo() {
      this.list.part("restored").hidden = true;
      for (const id of this.kept) {
        const address = this.uppy.getFile(id)?.tus?.uploadUrl;
        if (address) this.cancel(lastPart(address), address);
        this.list.rows.get(id)?.cancel();
      }
    }

    // What the server still has of earlier: half-sent, waiting for the archive, refused a while ago.
    async recall() {
      let uploads = [];
      try {
        uploads = await this.states(new URLSearchParams({ cekim: this.root.dataset.shoot }));
      } catch (error) {
        this.uppy.log(error);
      }
      for (const upload of uploads) {
        if (this.met.has(upload.id)) continue;
        const state = { receiving: "half", received: "taking", refused: "refused" }[upload.state];
        this.list.add(upload.id, {
          name: upload.name,
          size: upload.size,
          sent: upload.offset,
          state,
          reason: upload.reason,
          twin: upload.twin,
          cancel: () => this.cancel(upload.id, upload.address),
        });
        if (state === "taking") this.ask(upload.id, upload.id);
      }
      this.list.draw();
    }

    async cancel(id, address) {
      const headers = { "Tus-Resumable": "1.0.0", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": this.token() };
      try {
        await fetch(address, { method: "DELETE", headers });
        this.list.remove(id);
      } catch {
        this.list.tell(this.list.text("unreachable"));
      }
    }

    lost(is) {
      this.list.part("lost").hidden = !is;
    }

    // A phone that goes to sleep stops sending.
    async stayAwake() {
      if (this.awake || !navigator.wakeLock || document.hidden) return;
      this.awake = await navigator.wakeLock.request("screen").catch(() => null);
      this.awake?.addEventListener("release", () => (this.awake = null));
      const over = setInterval(() => {
        if (this.list.counts().running) return;
        clearInterval(over);
        this.awake?.release();
      }, 5000);
    }
  }

  for (const root of document.querySelectorAll("[data-upload]")) new Zone(root);
})();
