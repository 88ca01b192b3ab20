// A bar for the words that are selected: a highlight by one press, or the form for a note on them.
import { selected } from "./reading-text.js";

const LONGEST = 4000;
const QUIET_MILLISECONDS = 250;
const MOST_SHOWN = 60;
const bar = document.querySelector("[data-selection-bar]");

let timer = 0;

function show() {
  const found = selected();
  if (!found || found.exact.length > LONGEST) {
    // pressing a button in the bar may end the selection: the bar stays until it was used
    if (!bar.contains(document.activeElement)) bar.hidden = true;
    return;
  }
  bar.elements.paragraph.value = found.paragraph;
  bar.elements.exact.value = found.exact;
  bar.elements.start.value = found.start;
  const { exact } = found;
  bar.querySelector("[data-quote]").textContent =
    exact.length > MOST_SHOWN ? `“${exact.slice(0, MOST_SHOWN)}…”` : `“${exact}”`;
  bar.hidden = false;
}

if (bar) {
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(show, QUIET_MILLISECONDS);
  });
  // the words stay selected while a button is pressed
  bar.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) event.preventDefault();
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bar.hidden = true;
  });
  bar.querySelector("[data-note]").addEventListener("click", () => {
    const { paragraph, exact, start } = bar.elements;
    const asked = new URLSearchParams({
      note: paragraph.value,
      exact: exact.value,
      start: start.value,
    });
    location.assign(`${location.pathname}?${asked}#new-note`);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
