// Shows the fields that the chosen medium has; without a script all of them are there.
(() => {
  const medium = document.querySelector("#id_medium");
  if (!medium) return;
  const printed = ["newspaper", "magazine"];
  const aired = ["television", "radio"];
  const only = {
    page: printed,
    issue_number: printed,
    columns: printed,
    centimetres: printed,
    programme: aired,
  };
  const show = () => {
    for (const [name, media] of Object.entries(only)) {
      const field = document.querySelector(`#id_${name}`);
      const place = field?.closest(".w-field__wrapper") || field?.closest(".w-field");
      if (!place) continue;
      const wanted = !medium.value || media.includes(medium.value) || field.value !== "";
      place.hidden = !wanted;
    }
  };
  medium.addEventListener("change", show);
  show();
})();
