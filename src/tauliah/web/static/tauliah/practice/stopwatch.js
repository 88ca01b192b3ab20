// How long something was looked at; time in another tab or with a dark screen does not count.

const LONGEST_SECONDS = 300;

export class Stopwatch {
  #looked = 0;
  #since = document.hidden ? null : performance.now();

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.pause();
      else this.#since = performance.now();
    });
  }

  pause() {
    if (this.#since !== null) this.#looked += performance.now() - this.#since;
    this.#since = null;
  }

  restart() {
    this.#looked = 0;
    this.#since = document.hidden ? null : performance.now();
  }

  // To a tenth, and no longer than somebody thinks about a card.
  get seconds() {
    const going = this.#since === null ? 0 : performance.now() - this.#since;
    return Math.round(Math.min((this.#looked + going) / 1000, LONGEST_SECONDS) * 10) / 10;
  }
}
