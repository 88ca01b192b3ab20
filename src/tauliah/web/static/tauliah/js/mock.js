// A mock exam: answers are saved as they are given, and the time left is that of the server.
// Without this script the same form saves when a button is pressed, and the page says until when.
import { readAnswer } from "./item.js";

const bar = document.querySelector("[data-mock]");
const sheet = document.querySelector("[data-mock-sheet]");
const says = document.querySelector("[data-mock-says]");
const saved = document.querySelector("[data-mock-saved]");
const clock = document.querySelector("[data-mock-time] time");
const end = document.querySelector("[data-mock-submit]");

const TYPING = 900; // milliseconds after the last key
const AGAIN = 5_000; // milliseconds between tries when the server cannot be reached
const SOON = [600, 120]; // seconds left at which it is said

// The server counted the seconds before the first byte of the page came.
const [navigation] = performance.getEntriesByType("navigation");
let endsAt = (navigation?.responseStart ?? performance.now()) + Number(bar.dataset.secondsLeft) * 1_000;
let told = SOON.filter((one) => Number(bar.dataset.secondsLeft) <= one).length;
let isLeaving = false;

function secondsLeft() {
  return Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000));
}

function spoken(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

async function tick() {
  const left = secondsLeft();
  clock.textContent = spoken(left);
  clock.parentElement.dataset.state = left <= SOON[1] ? "last" : left <= SOON[0] ? "soon" : "";
  if (told < SOON.length && left <= SOON[told] && left > 0) {
    told += 1;
    says.textContent = bar.dataset.soon.replace("{minutes}", Math.ceil(left / 60));
  }
  if (left > 0 || isLeaving) return;
  isLeaving = true;
  await saver?.finish();
  end.requestSubmit();
}

// One save on its way at a time; what changes meanwhile goes with the next one.
class Saver {
  #waits = false;
  #isUnderWay = null;
  #later = 0;

  changed(delay) {
    this.#waits = true;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#send(), delay);
  }

  get isBehind() {
    return this.#waits || this.#isUnderWay !== null;
  }

  async finish() {
    clearTimeout(this.#later);
    await this.#isUnderWay;
    if (this.#waits) await this.#send();
  }

  #send() {
    if (this.#isUnderWay) return this.#isUnderWay;
    this.#isUnderWay = this.#sendNow().finally(() => {
      this.#isUnderWay = null;
    });
    return this.#isUnderWay;
  }

  async #sendNow() {
    this.#waits = false;
    show("saving", bar.dataset.saving);
    try {
      const response = await fetch(sheet.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(sheet),
        redirect: "error",
        signal: AbortSignal.timeout(8_000),
      });
      if (response.status === 409) return this.#isOver();
      if (!response.ok) return this.#failed(response.status === 401 ? "loggedOut" : "unsaved");
      const reply = await response.json();
      endsAt = performance.now() + reply.seconds_left * 1_000;
      for (const [position, shown] of Object.entries(reply.shown)) {
        sheet.elements[`shown-${position}`].value = shown;
      }
      if (this.#waits) this.changed(0);
      else show("saved", bar.dataset.saved);
    } catch {
      this.#failed("unsaved");
    }
  }

  #failed(why) {
    show("failed", bar.dataset[why]);
    if (!isLeaving) this.changed(AGAIN);
  }

  // Its time is over, or it was submitted elsewhere: the page of the mock exam says which.
  #isOver() {
    if (isLeaving) return;
    isLeaving = true;
    location.assign(bar.dataset.overUrl);
  }
}

function show(state, words) {
  saved.dataset.state = state;
  saved.textContent = words;
}

function mark(section) {
  const number = document.querySelector(`[data-mock-number="${section.dataset.mockItem}"]`);
  number.classList.toggle("is-answered", readAnswer(section.querySelector(".item")) !== null);
  number.classList.toggle("is-flagged", section.querySelector(".flag input").checked);
}

const saver = sheet ? new Saver() : null;
sheet?.addEventListener("change", (event) => {
  const section = event.target.closest("[data-mock-item]");
  if (section) mark(section);
  saver.changed(0);
});
sheet?.addEventListener("input", (event) => {
  if (event.target.matches("textarea, input:not([type]), input[inputmode]")) saver.changed(TYPING);
});
// Enter in a field saves, and the page stays where it is.
sheet?.addEventListener("submit", (event) => {
  if (event.submitter?.value === "save" && event.submitter.hidden) {
    event.preventDefault();
    saver.changed(0);
  } else if (!navigator.onLine) {
    event.preventDefault(); // there is no page to go to, and this one holds what is not saved
    saver.changed(0);
  } else {
    isLeaving = true; // the form itself carries everything
  }
});
addEventListener("pagehide", () => {
  if (!isLeaving && saver?.isBehind) {
    fetch(sheet.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(sheet),
      keepalive: true,
    });
  }
});
addEventListener("online", () => saver?.isBehind && saver.changed(0));
// A page that comes back from the browser's memory may show old answers and an old time.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

tick();
setInterval(tick, 250);
