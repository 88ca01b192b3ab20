// What this browser keeps for practice without a network, each person's apart: what was taken along,
// what was done with it, and what waits to be sent.
import { answered, changed, opened } from "../js/database.js";
import { noteNobody, noteWhose } from "./whose.js";

const DATABASE = "tauliah-practice";
const PACKS = "packs"; // by person and course
const DONE = "done"; // by person and id: what was rated and answered, and is not taken back
const OUTBOX = "outbox"; // in the order in which it was made
const REFUSED = "refused"; // by person and id, until the person has read why
const SENT = "sent"; // by person: when the server last had it all

export async function openPractice(person) {
  return new Practice(person, await opened(DATABASE, makeStores));
}

export class Practice {
  #person;
  #database;

  constructor(person, database) {
    this.#person = person;
    this.#database = database;
  }

  get person() {
    return this.#person;
  }

  close() {
    this.#database.close();
  }

  async packs() {
    return this.#own(PACKS);
  }

  async pack(course) {
    return this.#get(PACKS, [this.#person, course]);
  }

  // What was done with a course and sent: a pack that is fetched after this knows it already.
  async sentOf(course) {
    const waiting = new Set((await this.waiting()).map(({ id }) => id));
    return (await this.done(course)).map(({ id }) => id).filter((id) => !waiting.has(id));
  }

  // Puts a pack in the place of the one before, and forgets what it `knows`; the rest stays beside it.
  async putPack(pack, knows) {
    await changed(this.#database, [PACKS, DONE], (packs, done) => {
      packs.put(pack);
      for (const id of knows) done.delete([this.#person, id]);
    });
    noteWhose(this.#person);
  }

  async removePack(course) {
    const done = await this.done(course);
    await changed(this.#database, [PACKS, DONE], (packs, kept) => {
      packs.delete([this.#person, course]);
      for (const { id } of done) kept.delete([this.#person, id]);
    });
  }

  // What was done with a course, in its order.
  async done(course) {
    const rows = (await this.#own(DONE)).filter((row) => row.course === course);
    return rows.sort((one, other) => one.order - other.order);
  }

  // What waits to be sent, in its order.
  async waiting() {
    return (await this.#own(OUTBOX)).sort((one, other) => one.order - other.order);
  }

  // Takes {kind, course, ...} to be sent, and remembers it as done; what is taken back, as not done.
  async add(review) {
    const row = { ...review, person: this.#person, order: await this.#nextOrder() };
    await changed(this.#database, [OUTBOX, DONE], (outbox, done) => {
      outbox.put(row);
      if (row.kind === "undo") done.delete([this.#person, row.review]);
      else done.put(row);
    });
    return row;
  }

  // The server has answered for each of these: kept, or refused with a reason that is shown.
  async settle(results) {
    const refused = results.filter(({ state }) => state === "refused");
    await changed(this.#database, [OUTBOX, DONE, REFUSED], (outbox, done, reasons) => {
      for (const { id } of results) outbox.delete([this.#person, id]);
      for (const { id, messages } of refused) {
        done.delete([this.#person, id]);
        reasons.put({ person: this.#person, id, messages });
      }
    });
  }

  async refused() {
    return this.#own(REFUSED);
  }

  async forgetRefused() {
    const rows = await this.refused();
    await changed(this.#database, REFUSED, (reasons) => {
      for (const { id } of rows) reasons.delete([this.#person, id]);
    });
  }

  async sentAt() {
    return (await this.#get(SENT, [this.#person]))?.at ?? null;
  }

  async noteSent(at) {
    await changed(this.#database, SENT, (sent) => sent.put({ person: this.#person, at }));
  }

  // Nothing that anybody took along stays. What was not sent yet stays for who made it: it is shown to
  // nobody else, and sent when that person practises here again.
  async forgetAll() {
    await changed(this.#database, [PACKS, DONE, REFUSED, SENT], (...stores) => {
      for (const store of stores) store.clear();
    });
    noteNobody();
  }

  async #nextOrder() {
    const [newest] = (await this.#own(OUTBOX)).map(({ order }) => order).sort((a, b) => b - a);
    return Math.max(Date.now(), (newest ?? 0) + 1);
  }

  async #own(name) {
    const mine = IDBKeyRange.bound([this.#person], [this.#person, []]);
    return answered(this.#database.transaction(name).objectStore(name).getAll(mine));
  }

  async #get(name, key) {
    return answered(this.#database.transaction(name).objectStore(name).get(key));
  }
}

function makeStores(database) {
  database.createObjectStore(PACKS, { keyPath: ["person", "course"] });
  for (const name of [DONE, OUTBOX, REFUSED]) {
    database.createObjectStore(name, { keyPath: ["person", "id"] });
  }
  database.createObjectStore(SENT, { keyPath: ["person"] });
}
