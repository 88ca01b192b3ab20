// IndexedDB by promises: a database that opens in time or not at all, and changes that are on the disk.

const LONGEST_OPENING = 3_000;

// `make` is called with a database that is new.
export function opened(name, make) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the store does not open")), LONGEST_OPENING);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => make(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab keeps an old store open"));
  });
}

export function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Resolves once what `change` does with the stores of these names is on the disk, all or nothing of
// it, as far as a browser can promise that.
export function changed(database, names, change) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    change(...[names].flat().map((name) => transaction.objectStore(name)));
  });
}
