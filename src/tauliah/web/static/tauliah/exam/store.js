// What this browser keeps of exams: the saves that wait, and what belongs to the candidate alone.
// In IndexedDB; where that is switched off, in this tab only, and `isLasting` says so.
import { answered, changed, opened } from "../js/database.js";

const DATABASE = "tauliah-exam";
const SAVES = "saves"; // by attempt, lease and sequence
const KEPT = "kept"; // by attempt and name
const KEPT_FOR = 7 * 24 * 3_600_000; // what nobody came back for is forgotten after a week

export async function openStore(attempt) {
  try {
    const store = new Store(await opened(DATABASE, makeStores));
    await store.sweep(attempt);
    return store;
  } catch {
    return new TabStore(attempt);
  }
}

class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  get isLasting() {
    return true;
  }

  async savesOf(attempt) {
    return (await this.#all(SAVES)).filter((one) => one.attempt === attempt);
  }

  // Resolves once the save is on the disk, as far as a browser can promise it.
  putSave(save) {
    return this.#write(SAVES, (store) => store.put({ ...save, kept_at: Date.now() }));
  }

  removeSave(save) {
    return this.#write(SAVES, (store) => store.delete(keyOf(save)));
  }

  async kept(attempt, name) {
    const transaction = this.#database.transaction(KEPT);
    return (await answered(transaction.objectStore(KEPT).get([attempt, name])))?.value;
  }

  keep(attempt, name, value) {
    return this.#write(KEPT, (store) => store.put({ attempt, name, value, kept_at: Date.now() }));
  }

  // An exam that is over leaves nothing behind: the next one at this desk is somebody else's.
  async forget(attempt) {
    for (const name of [SAVES, KEPT]) {
      const gone = (await this.#all(name)).filter((one) => one.attempt === attempt);
      await this.#remove(name, gone);
    }
  }

  // Other exams only: a clock that was set must not cost anybody an answer.
  async sweep(attempt) {
    const limit = Date.now() - KEPT_FOR;
    for (const name of [SAVES, KEPT]) {
      const others = (await this.#all(name)).filter((one) => one.attempt !== attempt);
      const old = others.filter((one) => one.kept_at < limit);
      await this.#remove(name, old);
    }
  }

  #all(name) {
    return answered(this.#database.transaction(name).objectStore(name).getAll());
  }

  #remove(name, rows) {
    const keys = rows.map(name === SAVES ? keyOf : ({ attempt, name: one }) => [attempt, one]);
    return this.#write(name, (store) => keys.forEach((key) => store.delete(key)));
  }

  #write(name, change) {
    return changed(this.#database, name, change);
  }
}

// Comes through a reload, but not through the end of the tab.
class TabStore {
  #key;
  #saves;
  #kept;

  constructor(attempt) {
    this.#key = `tauliah.exam.kept.${attempt}`;
    const { saves = [], kept = [] } = this.#read();
    this.#saves = new Map(saves);
    this.#kept = new Map(kept);
  }

  get isLasting() {
    return false;
  }

  async savesOf() {
    return [...this.#saves.values()];
  }

  async putSave(save) {
    this.#saves.set(keyOf(save).join(), save);
    this.#write();
  }

  async removeSave(save) {
    this.#saves.delete(keyOf(save).join());
    this.#write();
  }

  async kept(attempt, name) {
    return this.#kept.get(name);
  }

  async keep(attempt, name, value) {
    this.#kept.set(name, value);
    this.#write();
  }

  async forget() {
    this.#saves.clear();
    this.#kept.clear();
    sessionStorage.removeItem(this.#key);
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? {};
    } catch {
      return {};
    }
  }

  #write() {
    const all = { saves: [...this.#saves], kept: [...this.#kept] };
    sessionStorage.setItem(this.#key, JSON.stringify(all));
  }
}

function makeStores(database) {
  database.createObjectStore(SAVES, { keyPath: ["attempt", "lease", "client_sequence"] });
  database.createObjectStore(KEPT, { keyPath: ["attempt", "name"] });
}

function keyOf({ attempt, lease, client_sequence }) {
  return [attempt, lease, client_sequence];
}
