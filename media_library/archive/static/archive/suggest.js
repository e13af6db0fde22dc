// Names are suggested while they are typed: <input> followed by <datalist data-suggestions="address">.
(() => {
  let next = 0;

  const attach = (list) => {
    const input = list.previousElementSibling;
    if (!input || input.dataset.suggesting) return;
    input.dataset.suggesting = "1";
    list.id = list.id || `oneri-${(next += 1)}`;
    input.setAttribute("list", list.id);
    let timer = 0;
    let asked = null;
    const ask = async () => {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      const answer = await fetch(`${list.dataset.suggestions}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || asked !== text) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map((name) => Object.assign(document.createElement("option"), { value: name })));
    };
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => ask().catch(() => {}), 180);
    };
    input.addEventListener("input", later);
    input.addEventListener("focus", later);
  };

  const attachAll = (root) => root.querySelectorAll("datalist[data-suggestions]").forEach(attach);
  window.archiveSuggest = attachAll;
  attachAll(document);
})();
