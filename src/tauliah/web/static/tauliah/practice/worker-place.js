// Where the service worker stands: put there when something is taken along, and taken away with it.

export async function placeWorker({ worker, scope }) {
  await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
}

// Resolves once the page and its files are kept; rejects where they cannot be.
export async function whenKept({ scope }) {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const coming = registration?.installing ?? registration?.waiting;
  if (registration?.active) return;
  if (!coming) throw new Error("no worker");
  await new Promise((resolve, reject) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") resolve();
      else if (coming.state === "redundant") reject(new Error("the files could not be kept"));
    });
  });
}

// The workers of practice in every language, and all that they keep.
export async function removeWorkers() {
  const isOurs = (one) => new URL(one.scope).pathname.endsWith("/study/");
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.filter(isOurs).map((one) => one.unregister()));
  if (!globalThis.caches) return;
  const ours = (await caches.keys()).filter((one) => one.startsWith("tauliah-practice-"));
  await Promise.all(ours.map((one) => caches.delete(one)));
}
