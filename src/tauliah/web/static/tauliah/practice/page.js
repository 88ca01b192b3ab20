// The page for practice without a network: what comes next of what was taken along, and what is on
// its way to the server.
import { DrawnCard, DrawnItem, drawn } from "./drawing.js";
import { listenToKeys } from "./keys.js";
import { dayIn, lastRating, stillToCome } from "./queue.js";
import { Sender } from "./sender.js";
import { onItsWay, watchLanguages, withYou, write } from "./state.js";
import { Stopwatch } from "./stopwatch.js";
import { openPractice } from "./store.js";
import { fetchPack } from "./take-pack.js";
import { practiceUrls } from "./urls.js";
import { whenNobodys, whosePractice } from "./whose.js";
import { placeWorker, removeWorkers } from "./worker-place.js";
import { say } from "./words.js";

const urls = practiceUrls();
const watch = new Stopwatch();
let practice;
let sender;
let pack = null;
let shown = null; // what is drawn now
let isBusy = false; // until the next is drawn: a second tap is no second rating

function part(name) {
  return document.querySelector(`[data-part="${name}"]`);
}

async function start() {
  watchLanguages();
  const person = whosePractice();
  if (!person) return showNothing(say("empty"));
  practice = await openPractice(person);
  sender = new Sender(practice, urls.reviews, hear);
  part("undo").addEventListener("click", undo);
  part("dismiss").addEventListener("click", dismiss);
  addEventListener("hashchange", choose);
  addEventListener("online", () => sender.wake());
  whenNobodys(() => showNothing(say("empty")));
  document.addEventListener("visibilitychange", () => document.hidden || sender.wake());
  listenToKeys({ show, next, rate: (key) => rate(Number(key)), undo });
  await choose();
  await sender.wake();
  // what is here stays as it is where newer cannot be had
  if (sender.isConnected && pack) renew().catch(() => {});
}

// The course that the address names, else the first of those that are here.
async function choose() {
  const packs = await practice.packs();
  const named = location.hash.slice(1) || location.pathname.split("/")[3];
  pack = packs.find(({ course }) => course.toLowerCase() === named) ?? packs[0] ?? null;
  if (!pack) return showNothing(say("empty"));
  part("course").textContent = pack.title[document.documentElement.lang];
  part("today").href = urls.today(pack.course);
  const others = packs.filter((one) => one !== pack).map(linkTo);
  part("others").replaceChildren(...others);
  await drawNext();
}

function linkTo({ course, title }) {
  const entry = document.createElement("li");
  const link = entry.appendChild(document.createElement("a"));
  link.href = `${urls.shell}#${course.toLowerCase()}`;
  link.textContent = title[document.documentElement.lang];
  return entry;
}

async function drawNext({ withFocus = false } = {}) {
  const done = await practice.done(pack.course);
  const order = stillToCome(pack, done, dayIn(pack.zone, Date.now()));
  const unit = pack.units[order[0]];
  if (!unit) {
    shown = null;
    part("stage").replaceChildren(drawn("practice-done"));
  } else {
    shown =
      unit.kind === "card" ? new DrawnCard(unit, rate) : new DrawnItem(unit, answer, () => next());
    part("stage").replaceChildren(shown.root);
    if (withFocus) shown.focus();
  }
  part("left").textContent = unit ? say("left", { count: order.length }) : "";
  watch.restart();
  tell(); // not waited for: what is drawn can be rated at once
}

function show() {
  if (!(shown instanceof DrawnCard) || shown.isOpen) return false;
  shown.open();
  return true;
}

function next() {
  if (!(shown instanceof DrawnItem) || !shown.isOpen) return false;
  drawNext({ withFocus: true });
  return true;
}

function rate(rating) {
  if (!(shown instanceof DrawnCard) || !shown.isOpen || isBusy) return false;
  const { unit, language } = shown;
  alone(async () => {
    await keep({ kind: "card", unit: unit.code, rating, seconds: watch.seconds, language });
    await drawNext({ withFocus: true });
  });
  return true;
}

function answer(value) {
  const { unit, language } = shown;
  const mine = shown;
  return alone(async () => {
    await keep({ kind: "item", unit: unit.code, value, seconds: watch.seconds, language });
    mine.judge(value);
  });
}

function undo() {
  if (isBusy) return false;
  alone(takeBack);
  return true;
}

// Does one thing from the tap until what it draws is there; nothing while another is done.
async function alone(act) {
  if (isBusy) return;
  isBusy = true;
  try {
    await act();
  } finally {
    isBusy = false;
  }
}

async function takeBack() {
  if (!pack) return;
  const row = lastRating(pack, await practice.done(pack.course), dayIn(pack.zone, Date.now()));
  if (!row) return;
  await keep({ kind: "undo", review: row.id });
  part("said").textContent = say("takenBack");
  await drawNext({ withFocus: true });
}

// It is in the store of the browser before anything is drawn or sent.
async function keep(review) {
  part("said").textContent = "";
  const at = new Date().toISOString();
  await practice.add({ id: crypto.randomUUID(), course: pack.course, at, ...review });
  sender.wake();
  await tell();
}

async function hear(trouble) {
  if (trouble === "another-person") {
    await practice.forgetAll();
    await removeWorkers();
    return showNothing(say("anotherPerson"));
  }
  await tell();
}

async function tell() {
  const told = pack;
  if (!told) return;
  write(part("along"), withYou(told));
  write(part("way"), await onItsWay(practice, sender));
  part("login").hidden = sender.trouble !== "signed-out";
  const done = await practice.done(told.course);
  part("undo").hidden = !lastRating(told, done, dayIn(told.zone, Date.now()));
  const refused = await practice.refused();
  part("refused").hidden = refused.length === 0;
  const reasons = new Set(refused.map(({ messages }) => messages[document.documentElement.lang]));
  part("reasons").replaceChildren(...[...reasons].map(asEntry));
}

function asEntry(text) {
  const entry = document.createElement("li");
  entry.textContent = text;
  return entry;
}

async function dismiss() {
  await practice.forgetRefused();
  await tell();
}

// With a network, the choice of another day is replaced by today's, and the files by newer ones.
async function renew() {
  const older = pack;
  await placeWorker(urls);
  if (dayIn(older.zone, Date.parse(older.made_at)) === dayIn(older.zone, Date.now())) return;
  const knows = await practice.sentOf(older.course);
  const newer = await fetchPack(urls.pack(older.course));
  // meanwhile another course was chosen, or all was removed at a log-out
  if (pack !== older || newer?.person !== practice.person) return;
  await practice.putPack(newer, knows);
  pack = newer;
  if (!shown?.isOpen) await drawNext();
}

function showNothing(text) {
  pack = shown = null;
  const empty = drawn("practice-empty");
  empty.querySelector("[data-text]").textContent = text;
  part("stage").replaceChildren(empty);
  part("beside").hidden = true;
}

start().catch(() => showNothing(say("noStore")));
