// Saves that the server has not acknowledged yet, in their order, kept over a reload of this tab.
export class Outbox {
  #key;
  #saves;
  #sequence;

  // `sequence` is the highest one that the server holds.
  constructor(attempt, sequence) {
    this.#key = `tauliah.exam.${attempt}`;
    this.#saves = read(this.#key);
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

  first() {
    return this.#saves[0];
  }

  // Takes {item, value} or {item, flagged}, and gives it the next sequence.
  add(save) {
    this.#sequence += 1;
    this.#saves.push({ ...save, client_sequence: this.#sequence });
    write(this.#key, this.#saves);
  }

  remove(save) {
    this.#saves = this.#saves.filter((one) => one !== save);
    write(this.#key, this.#saves);
  }

  clear() {
    this.#saves = [];
    write(this.#key, this.#saves);
  }
}

function read(key) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return []; // storage may be switched off
  }
}

function write(key, saves) {
  try {
    if (saves.length) sessionStorage.setItem(key, JSON.stringify(saves));
    else sessionStorage.removeItem(key);
  } catch {
    // the saves are then kept by this page alone, and leaving it asks first
  }
}
