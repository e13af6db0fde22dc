/* The desk works without this file except for the two sheets; it opens them, sizes the frames and guards double taps. */
(() => {
  "use strict";

  const fit = (frame) => {
    const page = frame.contentDocument;
    if (!page || !page.documentElement || frame.contentWindow.location.href === "about:blank") return;
    const measure = () => {
      const height = Math.ceil(page.documentElement.getBoundingClientRect().height);
      // A page as high as its window grows with its frame: what the border adds is no growth.
      const grown = Math.abs(height + 2 - frame.clientHeight) > 4;
      if (height > 0 && grown) frame.height = Math.min(height + 2, 30000);
    };
    measure();
    new ResizeObserver(measure).observe(page.documentElement);
  };
  document.querySelectorAll("iframe[data-frame]").forEach((frame) => {
    frame.addEventListener("load", () => fit(frame));
    if (frame.contentDocument && frame.contentDocument.readyState === "complete") fit(frame);
  });

  document.querySelectorAll("[data-open]").forEach((button) => {
    button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal());
  });
  document.querySelectorAll("dialog").forEach((dialog) => {
    dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    if ("openNow" in dialog.dataset) dialog.showModal();
  });

  document.querySelectorAll("[data-fill]").forEach((chip) => {
    chip.addEventListener("click", () => {
      const field = document.getElementById(chip.dataset.fill);
      const written = field.value.trim();
      field.value = written ? `${written} ${chip.textContent.trim()}` : chip.textContent.trim();
      field.focus();
    });
  });

  // The chosen sentence as the beginning of a proposal.
  document.querySelectorAll("form[data-words]").forEach((form) => {
    const take = form.querySelector("[data-take]");
    const proposal = form.elements.proposal;
    const chosen = () => {
      const radio = form.querySelector("input[name=words]:checked");
      const one = radio && radio.parentElement.querySelector("[data-sentence]");
      if (one) return one.textContent;
      return [...form.querySelectorAll("[data-sentence]")].map((part) => part.textContent).join(" ");
    };
    take.hidden = false;
    take.addEventListener("click", () => {
      proposal.value = chosen();
      proposal.focus();
    });
  });

  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
