(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy-text]")) {
    button.addEventListener("click", async () => {
      const words = button.textContent;
      try {
        await navigator.clipboard.writeText(button.dataset.copyText);
      } catch {
        const area = document.createElement("textarea");
        area.value = button.dataset.copyText;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      button.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = words;
      }, 2000);
    });
  }
})();
