// Stands before the pages of study in one language. With a network it lets everything pass; without
// one it answers for the pages of practice from what it keeps: one page that holds no person, and the
// files that this page loads. It keeps nothing else, and the line above it says what and which version.

const LONGEST_PAGE = 6_000;
const LONGEST_FILE = 4_000;
const AWAY = [502, 503, 504]; // somebody in between says that the server is not there

const { pathname: scope } = new URL(self.registration.scope);
const language = scope.split("/")[1];
const { version, shell, assets } = KEPT[language];
const family = `tauliah-practice-${language}-`;
const name = family + version;
// the courses, what comes today in one of them, and the page that was taken along
const practice = new RegExp(`^${scope}(?:offline/|[a-z0-9-]+/today/)?$`);

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (practice.test(url.pathname)) event.respondWith(answered(request, LONGEST_PAGE, shell));
  } else if (assets.includes(url.pathname)) {
    event.respondWith(answered(request, LONGEST_FILE, url.pathname));
  }
});

async function keepAll() {
  const cache = await caches.open(name);
  try {
    await Promise.all([shell, ...assets].map((address) => keep(cache, address)));
  } catch (reason) {
    await caches.delete(name); // half of it would be worse than the version before
    throw reason;
  }
  await self.skipWaiting();
}

async function keep(cache, address) {
  // a log-in page that came instead is a redirect, and no page to be kept
  const response = await fetch(address, { cache: "reload", redirect: "error" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await cache.put(address, response);
}

async function dropOlder() {
  const older = (await caches.keys()).filter((one) => one.startsWith(family) && one !== name);
  await Promise.all(older.map((one) => caches.delete(one)));
  await self.clients.claim();
}

// What the network says, if the server says something in time; otherwise what is kept under that
// address.
async function answered(request, longest, address) {
  const heard = await Promise.race([fetch(request), late(longest)]).catch((reason) => reason);
  if (heard instanceof Response && !AWAY.includes(heard.status)) return heard;
  const cache = await caches.open(name);
  const kept = await cache.match(address, { ignoreVary: true });
  if (kept) return kept;
  if (heard instanceof Response) return heard;
  throw heard;
}

function late(milliseconds) {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), milliseconds);
  });
}
