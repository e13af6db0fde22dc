// The sum of the list while it is typed.
(() => {
  const said = document.querySelector("[data-sum]");
  const fields = [...document.querySelectorAll("[data-copies]")];
  if (!said) return;
  const add = () => {
    said.textContent = fields.reduce((sum, field) => sum + (parseInt(field.value, 10) || 0), 0).toLocaleString("tr");
  };
  for (const field of fields) field.addEventListener("input", add);
  add();
})();
