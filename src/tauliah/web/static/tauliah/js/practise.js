// Practice by keyboard (space, 1 to 4, u), and how long each card or item was looked at.

const LONGEST_SECONDS = 300;
const place = document.querySelector("[data-practise]");
const form = document.querySelector("[data-practise-card], [data-practise-item]");
const card = document.querySelector("[data-practise-card] details");
const undo = document.querySelector("[data-practise-undo]");
const next = document.querySelector("[data-practise-next]");

let looked = 0;
let since = document.hidden ? null : performance.now();

function pause() {
  if (since !== null) looked += performance.now() - since;
  since = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) pause();
  else since = performance.now();
});

let isSent = false;
form?.addEventListener("submit", (event) => {
  if (isSent) {
    event.preventDefault(); // a second tap is no second answer
    return;
  }
  isSent = true;
  pause();
  form.elements.seconds.value = Math.min(looked / 1000, LONGEST_SECONDS).toFixed(1);
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === " " && !event.target.closest("a, button, summary") && place) {
    if (card && !card.open) {
      event.preventDefault();
      card.open = true;
      card.querySelector("button")?.scrollIntoView({ block: "nearest" });
    } else if (next) {
      event.preventDefault();
      next.click();
    }
  } else if (card?.open && "1234".includes(event.key)) {
    event.preventDefault();
    card.querySelector(`button[value="${event.key}"]`).click();
  } else if (event.key === "u" && undo) {
    event.preventDefault();
    undo.requestSubmit();
  }
});
