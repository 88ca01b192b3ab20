// Saves that the server has not acknowledged yet, in their order. A save is in the store of the
// browser before it is sent; what other tabs of the same exam left there can be taken in.

export class Outbox {
  #store;
  #attempt;
  #lease;
  #clock;
  #saves;
  #left; // of other tabs
  #sequence;
  #draft = null; // the last save while it is still being typed: it grows in its place
  #writing = Promise.resolve();
  #isLasting;

  // `sequence` is the highest one that the server holds; `clock` tells the time of the exam.
  static async open({ store, attempt, lease, sequence, clock }) {
    const found = await store.savesOf(attempt).catch(() => []);
    found.sort((one, other) => one.client_sequence - other.client_sequence);
    return new Outbox({ store, attempt, lease, sequence, clock, found });
  }

  constructor({ store, attempt, lease, sequence, clock, found }) {
    this.#store = store;
    this.#attempt = attempt;
    this.#lease = lease;
    this.#clock = clock;
    this.#isLasting = store.isLasting;
    this.#saves = found.filter((save) => save.lease === lease);
    this.#left = found.filter((save) => save.lease !== lease);
    this.#sequence = Math.max(sequence, ...this.#saves.map((save) => save.client_sequence));
  }

  get sequence() {
    return this.#sequence;
  }

  get saves() {
    return [...this.#saves];
  }

  get isEmpty() {
    return this.#saves.length === 0;
  }

  // Whether a reload or a crash of this browser would lose nothing.
  get isLasting() {
    return this.#isLasting;
  }

  // The first save that may be sent; nothing while it is still being typed.
  first() {
    const [first] = this.#saves;
    return first === this.#draft ? undefined : first;
  }

  // Takes {item, value} or {item, flagged}, and gives it the next sequence. What is `typed` is not
  // sent before `release`, and replaces what was typed for the same item just before.
  add(save, { typed = false } = {}) {
    const grows = typed && this.#draft?.item === save.item;
    const sequence = grows ? this.#draft.client_sequence : (this.#sequence += 1);
    const made = {
      ...save,
      attempt: this.#attempt,
      lease: this.#lease,
      client_sequence: sequence,
      at: this.#clock.now(),
    };
    if (grows) this.#saves.pop();
    this.#saves.push(made);
    this.#draft = typed ? made : null;
    this.#write(() => this.#store.putSave(made));
  }

  // What was typed may be sent now.
  release() {
    this.#draft = null;
  }

  // Resolves once everything so far is in the store.
  written() {
    return this.#writing;
  }

  remove(save) {
    this.#saves = this.#saves.filter((one) => one !== save);
    this.#write(() => this.#store.removeSave(save));
  }

  // The last save of each answer and flag that other tabs of this exam could not send.
  get left() {
    const last = new Map();
    for (const save of [...this.#left].sort((one, other) => one.at - other.at)) {
      last.set(`${save.item} ${"flagged" in save}`, save);
    }
    return [...last.values()];
  }

  dropLeft() {
    for (const save of this.#left) this.#write(() => this.#store.removeSave(save));
    this.#left = [];
  }

  async forget() {
    this.#saves = [];
    this.#left = [];
    this.#write(() => this.#store.forget(this.#attempt));
    await this.#writing;
  }

  #write(change) {
    // one after another, so that what was typed first is never written last
    this.#writing = this.#writing.then(change).catch(() => {
      this.#isLasting = false; // a full disk, perhaps: this page still holds it
    });
  }
}
