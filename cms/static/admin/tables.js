// Tables copied from a spreadsheet: what is pasted into a heading or a cell fills the cells from there on, and opens the
// rows and columns that are missing. The buttons of Wagtail's own editor are pressed, so that it knows what it holds.
(() => {
  "use strict";

  const MOST_COLUMNS = 8;
  const MOST_ROWS = 150;

  const grid = (text) => {
    // A spreadsheet puts what has line breaks or quotation marks into quotation marks.
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      const row = rows[rows.length - 1];
      const last = row.length - 1;
      if (quoted) {
        if (letter === '"' && text[at + 1] === '"') {
          row[last] += '"';
          at += 1;
        } else if (letter === '"') {
          quoted = false;
        } else {
          row[last] += letter === "\n" ? " " : letter;
        }
      } else if (letter === '"' && row[last] === "") {
        quoted = true;
      } else if (letter === "\t") {
        row.push("");
      } else if (letter === "\n") {
        rows.push([""]);
      } else {
        row[last] += letter;
      }
    }
    return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim())).filter((row) => row.some(Boolean));
  };

  const headings = (table) => [...table.querySelectorAll("thead input.column-heading")];
  const lines = (table) => [...table.tBodies[0].rows];
  const cells = (line) => [...line.querySelectorAll("td:not(.control-cell) input[type=text]")];

  const addColumn = (block) => {
    block.querySelector("[data-append-column]").click();
    block.querySelector(".add-column-menu button").click();
  };

  // Wagtail gives the cells no names: a screen reader says the heading of the column and the number of the row.
  const name = (block) => {
    const table = block.querySelector("table");
    if (!table?.tBodies.length) return;
    const words = headings(table).map((input) => input.value || input.placeholder);
    lines(table).forEach((line, number) =>
      cells(line).forEach((input, at) => input.setAttribute("aria-label", `${words[at]} ${number + 1}`)),
    );
  };

  new MutationObserver((changes) => {
    const blocks = new Set();
    changes.forEach(({ target, addedNodes }) => {
      if (!addedNodes.length) return;
      const around = target.closest?.(".typed-table-block");
      if (around) blocks.add(around);
      else target.querySelectorAll?.(".typed-table-block").forEach((block) => blocks.add(block));
    });
    blocks.forEach(name);
  }).observe(document.documentElement, { childList: true, subtree: true });

  const put = (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const fill = (block, rows, column, line) => {
    const table = block.querySelector("table");
    const wide = Math.min(MOST_COLUMNS, column + Math.max(...rows.map((row) => row.length)));
    while (headings(table).length < wide) addColumn(block);
    const high = Math.min(MOST_ROWS, line + rows.length);
    while (lines(table).length < high) block.querySelector("[data-add-row]").click();
    rows.forEach((row, number) => {
      const inputs = line + number < 0 ? headings(table) : cells(lines(table)[line + number] || table.tFoot.rows[0]);
      row.forEach((text, at) => {
        if (inputs[column + at]) put(inputs[column + at], text);
      });
    });
  };

  document.addEventListener("paste", (event) => {
    const block = event.target.closest?.(".typed-table-block");
    const cell = event.target.closest?.("th, td");
    if (!block || !cell || !event.target.matches("input[type=text]")) return;
    const text = (event.clipboardData?.getData("text/plain") || "").replace(/\r\n?/g, "\n");
    if (!/[\t\n]/.test(text.trim())) return;
    const rows = grid(text);
    if (!rows.length) return;
    event.preventDefault();
    const table = block.querySelector("table");
    const isHeading = event.target.matches(".column-heading");
    const line = isHeading ? -1 : lines(table).indexOf(cell.parentElement);
    const column = (isHeading ? headings(table) : cells(cell.parentElement)).indexOf(event.target);
    fill(block, rows, column, line);
  });
})();
