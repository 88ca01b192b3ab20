// Sends the outbox, one save after another and each until the server has answered for it.
import { claim, holdsLease, leaseToken } from "./lease.js";
import { token, waitBefore } from "./room.js";

const LONGEST_REPLY = 8_000;

export class Saver {
  #url;
  #outbox;
  #hears;
  #runs = false;
  #stopped = false;
  #tries = 0;
  #wake = () => {};

  // `hears` has: saving(), saved(reply, when), trouble(reason), refused(sentence), stopped(problem).
  constructor(url, outbox, hears) {
    this.#url = url;
    this.#outbox = outbox;
    this.#hears = hears;
  }

  // Tries at once, also in the middle of a wait.
  wake() {
    this.#wake();
    this.#run();
  }

  // Tries again though nothing more was taken: an officer may have brought the answers in.
  goOn() {
    this.#stopped = false;
    this.wake();
  }

  async #run() {
    if (this.#runs || this.#stopped) return;
    this.#runs = true;
    while (!this.#stopped && this.#outbox.first()) await this.#sendFirst();
    this.#runs = false;
  }

  async #sendFirst() {
    await this.#outbox.written();
    const save = this.#outbox.first();
    if (!save) return;
    const isFresh = this.#tries === 0;
    if (isFresh) this.#hears.saving();
    const sentAt = performance.now();
    const outcome = await send(this.#url, save);
    if (outcome.reply) {
      this.#tries = 0;
      this.#outbox.remove(save);
      this.#hears.saved(outcome.reply, { sentAt, heardAt: performance.now(), isFresh });
    } else if (outcome.stopped) {
      this.#stopped = true;
      this.#hears.stopped(outcome.stopped);
    } else if (outcome.refused) {
      this.#tries = 0;
      this.#outbox.remove(save);
      this.#hears.refused(outcome.refused);
    } else {
      this.#tries += 1;
      this.#hears.trouble(outcome.trouble);
      await this.#pause(waitBefore(this.#tries));
    }
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

// Exactly one of: reply (it is kept), stopped (nothing more is taken), refused (this one is not
// taken), trouble (nobody knows; the same save may be sent again).
async function send(url, save) {
  if (!holdsLease()) {
    const { elsewhere, ended, trouble } = await claim();
    if (trouble) return { trouble };
    if (elsewhere ?? ended) return { stopped: elsewhere ?? ended };
  }
  let response;
  let body;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": token(),
      },
      body: JSON.stringify(bodyOf(save)),
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_REPLY),
    });
    body = await response.json();
  } catch {
    // no network, no reply in time, or a page of somebody in between instead of an answer
    return { trouble: response?.status === 403 ? "foreign" : "network" };
  }
  if (response.status === 200 && body.saved_sequence === save.client_sequence) return { reply: body };
  if ([409, 410, 423].includes(response.status)) return { stopped: body };
  if ([400, 413, 415, 422].includes(response.status)) return { refused: body.title };
  if (response.status === 401) return { trouble: "signed-out" };
  if (response.status === 403 || response.status === 404) return { trouble: "foreign" };
  return { trouble: "network" };
}

function bodyOf(save) {
  const { item, client_sequence } = save;
  const said = "flagged" in save ? { flagged: save.flagged } : { value: save.value };
  return { item, client_sequence, ...said, lease: leaseToken() };
}
