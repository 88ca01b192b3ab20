// How much time is left: counted by a clock that nobody can set, corrected by every reply.
import { leaseToken } from "./lease.js";
import { token } from "./room.js";

export class Clock {
  #deadline;
  #offset; // server time minus performance.now(), in milliseconds

  constructor({ deadline, now, heardAt }) {
    this.#deadline = deadline;
    this.#offset = now - heardAt;
  }

  // A reply is older than its arrival, and one that is repeated is older still. The latest estimate
  // is therefore the best one: the offset only moves forward, and time is never given away.
  correct({ server_time, seconds_left }, heardAt = performance.now()) {
    const said = Date.parse(server_time);
    this.#offset = Math.max(this.#offset, said - heardAt);
    const deadline = said + seconds_left * 1_000;
    // seconds are whole, so a smaller difference is rounding and not an extension
    if (Math.abs(deadline - this.#deadline) > 1_500) this.#deadline = deadline;
  }

  secondsLeft() {
    return Math.max(0, Math.ceil((this.#deadline - this.#offset - performance.now()) / 1_000));
  }
}

// Tells the server that this tab is there, and asks for its time and for what it holds; nothing
// when it cannot be reached.
export async function askServer(url, clock) {
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
    if (!response.ok) return {};
    const said = await response.json();
    clock.correct(said);
    return said;
  } catch {
    return {}; // the next save will find out, and say so
  }
}

// The server wrote its time into the page before the first byte of it arrived.
export function pageHeardAt() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation?.responseStart ?? 0;
}
