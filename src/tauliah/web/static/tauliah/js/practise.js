// Practice page by page: by keyboard, and how long each card or item was looked at.
import { listenToKeys } from "../practice/keys.js";
import { Stopwatch } from "../practice/stopwatch.js";
import { practiceUrls } from "../practice/urls.js";
import { whosePractice } from "../practice/whose.js";

const form = document.querySelector("[data-practise-card], [data-practise-item]");
const card = document.querySelector("[data-practise-card] details");
const undo = document.querySelector("[data-practise-undo]");
const next = document.querySelector("[data-practise-next]");
const watch = new Stopwatch();

let isSent = false;
form?.addEventListener("submit", (event) => {
  if (isSent) {
    event.preventDefault(); // a second tap is no second answer
    return;
  }
  if (!navigator.onLine && whosePractice()) {
    event.preventDefault(); // what is with the person goes on without a network
    location.assign(practiceUrls().shell + "#" + location.pathname.split("/")[3]);
    return;
  }
  isSent = true;
  watch.pause();
  form.elements.seconds.value = watch.seconds.toFixed(1);
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

listenToKeys({
  show() {
    if (!card || card.open) return false;
    card.open = true;
    card.querySelector("button")?.scrollIntoView({ block: "nearest" });
    return true;
  },
  next() {
    next?.click();
    return Boolean(next);
  },
  rate(key) {
    if (!card?.open) return false;
    card.querySelector(`button[value="${key}"]`).click();
    return true;
  },
  undo() {
    undo?.requestSubmit();
    return Boolean(undo);
  },
});
