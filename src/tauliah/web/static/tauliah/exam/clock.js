// How much time is left: counted by a clock that nobody can set, corrected by every reply.
import { leaseToken } from "./lease.js";
import { token } from "./room.js";

const JUMP = 5_000; // by which the two clocks of a device part when it slept or was set

export class Clock {
  #deadline;
  #offset; // server time minus performance.now(), in milliseconds
  #parted; // Date.now() minus performance.now(), as it was last

  constructor({ deadline, now, heardAt }) {
    this.#deadline = deadline;
    this.#offset = now - heardAt;
    this.#parted = Date.now() - performance.now();
  }

  // The server read its clock after the question was sent and before the reply came: a fresh reply
  // bounds the offset from both sides. One that may be the repeat of an older reply was read any
  // time before, and bounds it from one side only; so no time is given away by it.
  correct({ server_time, seconds_left }, { sentAt, heardAt = performance.now(), isFresh = true }) {
    const said = Date.parse(server_time);
    this.#offset = Math.max(this.#offset, said - heardAt);
    if (isFresh) this.#offset = Math.min(this.#offset, said - sentAt);
    const deadline = said + seconds_left * 1_000;
    // seconds are whole, so a smaller difference is rounding and not an extension
    if (Math.abs(deadline - this.#deadline) > 1_500) this.#deadline = deadline;
  }

  // The time of the exam as well as this device knows it, in milliseconds.
  now() {
    return Math.round(performance.now() + this.#offset);
  }

  secondsLeft() {
    return Math.max(0, Math.ceil((this.#deadline - this.#offset - performance.now()) / 1_000));
  }

  // Whether the device has slept or its clock was set since this was asked last. A browser's own
  // clock may stand still in sleep: then the server has to be asked.
  hasJumped() {
    const parted = Date.now() - performance.now();
    const hasJumped = Math.abs(parted - this.#parted) > JUMP;
    this.#parted = parted;
    return hasJumped;
  }
}

// Tells the server that this tab is there, and asks for its time and for what it holds; `trouble`
// when it cannot be reached.
export async function askServer(url, clock) {
  const sentAt = performance.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": token(),
      },
      body: JSON.stringify({ lease: leaseToken() }),
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    if (response.status === 401) return { signedOut: true };
    if (!response.ok) return { trouble: true };
    const said = await response.json();
    clock.correct(said, { sentAt });
    return said;
  } catch {
    return { trouble: true };
  }
}

// The server wrote its time into the page before the first byte of it arrived.
export function pageHeardAt() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation?.responseStart ?? 0;
}
