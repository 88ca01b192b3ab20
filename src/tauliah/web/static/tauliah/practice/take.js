// On the page of today's practice: takes the next days along, says what is with the person, and sends
// what was rated without a network.
import { dayIn } from "./queue.js";
import { Sender } from "./sender.js";
import { onItsWay, withYou, write } from "./state.js";
import { openPractice } from "./store.js";
import { fetchPack } from "./take-pack.js";
import { practiceUrls } from "./urls.js";
import { placeWorker, removeWorkers, whenKept } from "./worker-place.js";
import { say } from "./words.js";

const LEAST_AGE = 5 * 60_000;
const SOON = 4_000; // after that, somebody may be in the middle of an answer

const place = document.querySelector("[data-take]");
const { person, course } = place.dataset;
const urls = practiceUrls();
const openedAt = performance.now();
let practice;
let sender;

function part(name) {
  return place.querySelector(`[data-part="${name}"]`);
}

// Without a safe line or a store of its own, a browser can keep nothing: then nothing is offered.
if (navigator.serviceWorker && globalThis.indexedDB && crypto.randomUUID) start().catch(() => {});

async function start() {
  practice = await openPractice(person);
  sender = new Sender(practice, urls.reviews, tell);
  part("take").addEventListener("click", () => busy(take));
  part("remove").addEventListener("click", () => busy(remove));
  addEventListener("online", () => sender.wake());
  place.hidden = false;
  await tell();
  await sendWhatWaits();
  if (isOutdated(await practice.pack(course))) await busy(take);
}

// Another day has begun, or more was practised here since; not after every single card.
function isOutdated(pack) {
  if (!pack) return false;
  const made = Date.parse(pack.made_at);
  if (dayIn(pack.zone, made) !== dayIn(pack.zone, Date.now())) return true;
  return Number(place.dataset.reviews) !== pack.reviews && Date.now() - made > LEAST_AGE;
}

// What this page shows was chosen without what waits: it is shown anew when that has arrived.
async function sendWhatWaits() {
  if ((await practice.waiting()).length === 0) return;
  await sender.wake();
  if (performance.now() - openedAt < SOON) location.reload();
}

// Why nothing was taken along, by the name of its sentence.
class Failure extends Error {}

async function take() {
  part("way").textContent = say("taking");
  const knows = await practice.sentOf(course);
  const pack = await fetchPack(urls.pack(course));
  if (pack?.person !== person) throw new Failure("notTaken");
  if (Object.keys(pack.units).length === 0) throw new Failure("nothingYet");
  await placeWorker(urls);
  await whenKept(urls);
  await practice.putPack(pack, knows);
}

async function remove() {
  await practice.removePack(course);
  if ((await practice.packs()).length) return;
  await practice.forgetAll();
  await removeWorkers();
}

async function busy(act) {
  for (const button of place.querySelectorAll("button")) button.disabled = true;
  let failed = null;
  try {
    await act();
  } catch (reason) {
    failed = reason instanceof Failure ? reason.message : "notTaken";
  }
  for (const button of place.querySelectorAll("button")) button.disabled = false;
  await tell();
  if (failed) part("way").textContent = say(failed);
}

async function tell() {
  const pack = await practice.pack(course);
  write(part("along"), pack ? withYou(pack) : say("offer"));
  part("take").textContent = say(pack ? "again" : "take");
  part("remove").hidden = !pack;
  part("open").hidden = !pack;
  const isUsed = pack || (await practice.waiting()).length;
  write(part("way"), isUsed ? await onItsWay(practice, sender) : "");
}
