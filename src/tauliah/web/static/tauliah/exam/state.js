// The line in the bar that is always visible and always true: saved, being saved, not saved, or no
// connection.
import { hour, part, say } from "./room.js";

export class State {
  #place = part("saved");
  #savedAt;
  #now = "saved"; // saved, waits, fails or stops
  #isReached = navigator.onLine;

  // `savedAt` is when the server kept the last answer, null before there is one.
  constructor({ savedAt }) {
    this.#savedAt = savedAt;
    this.#show();
  }

  // Whether the server answered when it was asked last.
  get isReached() {
    return this.#isReached;
  }

  waits() {
    if (this.#now !== "fails") this.#become("waits");
  }

  saved(at) {
    this.#savedAt = at;
    this.#become("saved");
  }

  fails() {
    this.#become("fails");
  }

  stops() {
    this.#become("stops");
  }

  reached() {
    this.#isReached = true;
    this.#show();
  }

  unreached() {
    this.#isReached = false;
    this.#show();
  }

  says(state, text) {
    if (this.#place.textContent !== text) this.#place.textContent = text;
    this.#place.dataset.state = state;
  }

  #become(now) {
    this.#now = now;
    this.#show();
  }

  #show() {
    if (this.#now === "stops") this.says("failed", say("stopped"));
    else if (this.#now === "fails") this.says("failed", say("unsaved"));
    else if (this.#now === "waits") this.says("saving", say("saving"));
    else if (!this.#isReached) this.says("offline", say("offline", { saved: this.#saved() }));
    else this.says("saved", this.#saved());
  }

  #saved() {
    return this.#savedAt ? say("saved", { time: hour(this.#savedAt) }) : say("nothing");
  }
}
