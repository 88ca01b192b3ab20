// The controls of an item, whatever its type: what answer stands in them, and how to put one there.
// The shapes are those of web/items/asked.py; the values those of docs/en/items.md.

const TYPED = "textarea, input:not([type]), input[inputmode]";

export function isTyped(control) {
  return control.matches(TYPED);
}

// The answer that stands in the controls; null where they are empty.
export function readAnswer(item) {
  const controls = controlsOf(item);
  switch (item.dataset.shape) {
    case "one":
      return controls.find((one) => one.checked)?.value ?? null;
    case "many":
      return filled(controls.filter((one) => one.checked).map((one) => one.value));
    case "truths":
      return pairs(controls.filter((one) => one.checked), (one) => one.value === "true");
    case "names":
      return pairs(controls.filter((one) => one.value), (one) => one.value);
    case "places":
      return pairs(controls.filter((one) => one.value), (one) => Number(one.value));
    case "number":
      return readNumber(item);
    default:
      return controls[0].value.trim() ? controls[0].value : null;
  }
}

// Puts an answer into the controls; null empties them.
export function showAnswer(item, value) {
  const shape = item.dataset.shape;
  for (const control of controlsOf(item)) {
    if (shape === "one") control.checked = control.value === value;
    else if (shape === "many") control.checked = (value ?? []).includes(control.value);
    else if (shape === "truths") control.checked = String(value?.[control.dataset.key]) === control.value;
    else if (shape === "names" || shape === "places") control.value = value?.[control.dataset.key] ?? "";
    else if (shape === "text") control.value = value ?? "";
  }
  if (shape === "number") {
    item.querySelector("[data-number]").value = value?.number ?? "";
    const unit = item.querySelector("select[data-unit]");
    if (unit) unit.value = value?.unit ?? "";
  }
  countWords(item);
}

export function firstControl(item) {
  return controlsOf(item)[0];
}

// Chooses the option at a place from 0, as a key does; false where there is none to choose.
export function chooseOption(item, place) {
  const option = item.querySelectorAll(".options input")[place];
  if (!option || option.disabled) return false;
  option.focus();
  if (option.type === "radio" && option.checked) return true;
  option.checked = !option.checked;
  option.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// What a page adds to the controls: places of a picture can be pressed, words are counted.
export function enliven(item) {
  for (const spot of item.querySelectorAll("[data-spot]")) {
    spot.addEventListener("click", () => {
      const name = controlsOf(item).find((one) => one.value === spot.dataset.spot);
      if (!name || name.disabled || name.checked) return;
      name.checked = true;
      name.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  item.addEventListener("change", () => markSpot(item));
  item.addEventListener("input", () => countWords(item));
  markSpot(item);
  countWords(item);
}

function markSpot(item) {
  const chosen = item.querySelector(".hotspot input:checked")?.value;
  for (const spot of item.querySelectorAll("[data-spot]")) {
    spot.classList.toggle("is-chosen", spot.dataset.spot === chosen);
  }
}

function countWords(item) {
  const place = item.querySelector("[data-words]");
  if (!place) return;
  const written = item.querySelector("textarea").value.split(/\s+/).filter(Boolean).length;
  const { words, said } = place.dataset;
  place.hidden = false;
  place.classList.toggle("is-over", written > Number(words));
  place.textContent = said.replace("{written}", written).replace("{words}", words);
}

function readNumber(item) {
  const number = item.querySelector("[data-number]").value.trim();
  if (!number) return null;
  const unit = item.querySelector("[data-unit]")?.value || null;
  return { number, unit, language: document.documentElement.lang };
}

function controlsOf(item) {
  return [...item.querySelectorAll("[data-control]")];
}

function pairs(controls, valueOf) {
  const said = Object.fromEntries(controls.map((one) => [one.dataset.key, valueOf(one)]));
  return Object.keys(said).length ? said : null;
}

function filled(list) {
  return list.length ? list : null;
}

for (const item of document.querySelectorAll(".item")) enliven(item);
