// Sends what waits, in its order and each until the server has answered for it: batches, with waits
// that grow. What is sent twice is kept once, so nothing has to be known of a reply that was lost.
import { token, waitBefore } from "../js/sending.js";

const MOST_AT_ONCE = 50;
const LARGEST_BATCH = 300_000; // letters, of up to three bytes each
const LONGEST_REPLY = 15_000;

export class Sender {
  #practice;
  #url;
  #hears;
  #running = null;
  #stopped = false;
  #tries = 0;
  #wake = () => {};

  // `hears` is called without arguments whenever `trouble` or what waits has changed, and with
  // "another-person" when somebody else is logged in.
  constructor(practice, url, hears) {
    this.#practice = practice;
    this.#url = url;
    this.#hears = hears;
  }

  // null, "network", "signed-out" or "foreign": why what waits is not sent yet.
  trouble = null;

  // Whether the server has answered since this page was opened.
  isConnected = false;

  // Tries at once, also in the middle of a wait. Resolves when all is sent or it was given up.
  wake() {
    this.#wake();
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  // One try and no more; whether all is sent.
  async once() {
    while (await this.#sendSome()) if ((await this.#practice.waiting()).length === 0) return true;
    return false;
  }

  async #run() {
    this.#stopped = false;
    while (!this.#stopped) {
      const isHeard = await this.#sendSome();
      if (this.#stopped) return;
      const waits = (await this.#practice.waiting()).length > 0;
      if (isHeard && !waits) return;
      if (!isHeard) await this.#pause(waitBefore((this.#tries += 1)));
    }
  }

  // Sends the first of what waits, or asks whether anybody is there; whether the server answered.
  async #sendSome() {
    const rows = batch(await this.#practice.waiting());
    const { results, trouble } = await send(this.#url, this.#practice.person, rows);
    this.trouble = trouble ?? null;
    if (trouble) {
      if (trouble === "another-person") this.#stopped = true;
      this.#hears(trouble);
      return false;
    }
    this.#tries = 0;
    this.isConnected = true;
    // a row that names no id the server could read would wait for ever
    const settled = results.map((result, place) => ({ ...result, id: rows[place].id }));
    if (rows.length) {
      await this.#practice.settle(settled);
      await this.#practice.noteSent(Date.now());
    }
    this.#hears();
    return true;
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}

function batch(waiting) {
  const found = [];
  let letters = 0;
  for (const row of waiting.slice(0, MOST_AT_ONCE)) {
    letters += JSON.stringify(row).length;
    if (found.length && letters > LARGEST_BATCH) break;
    found.push(row);
  }
  return found;
}

// Either the results of each, or the trouble: nobody knows then, and the same may be sent again.
async function send(url, person, rows) {
  const reviews = rows.map(({ person: _person, order: _order, ...row }) => row);
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": token(),
      },
      body: JSON.stringify({ person, sent_at: new Date().toISOString(), reviews }),
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_REPLY),
    });
    const body = await response.json();
    if (response.ok && body.results?.length === rows.length) return { results: body.results };
    if (response.status === 409) return { trouble: "another-person" };
    if (response.status === 401) return { trouble: "signed-out" };
    return { trouble: response.status >= 500 ? "network" : "foreign" };
  } catch {
    // no network, no reply in time, or a page of somebody in between instead of an answer
    return { trouble: response?.status === 403 ? "foreign" : "network" };
  }
}
