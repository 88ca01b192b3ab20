// The exam room: every answer goes to the outbox first, from there to the server, and the bar says
// truly how far it is.
import { Clock, askServer, pageHeardAt } from "./clock.js";
import { claim } from "./lease.js";
import { listenToKeys } from "./keys.js";
import { announce, hideNotice, showNotice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Questions } from "./questions.js";
import { hour, part, room, say } from "./room.js";
import { Saver } from "./saver.js";
import { submitExam } from "./submission.js";
import { showTimer } from "./timer.js";

const ASK_EVERY = 60_000;
const CHECK = `tauliah.exam.check.${room.attempt}`;

const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });
const outbox = new Outbox(room.attempt, room.sequence);
const saver = new Saver(room.saveUrl, outbox, { saving, saved, trouble, refused, stopped });
const questions = new Questions({
  onAnswer: (item, option) => keep({ item, value: option }),
  onFlag: (item, flagged) => keep({ item, flagged }),
});
let isTroubled = false;
let isOver = false; // nothing more is taken from this page
let timeIsUp = false;
let whenSaved = null; // what waits for the outbox to be empty

function keep(save) {
  outbox.add(save);
  showState("saving", say("saving"));
  saver.wake();
}

function saving() {
  if (!isTroubled) showState("saving", say("saving"));
}

function saved(reply) {
  clock.correct(reply);
  if (!outbox.isEmpty) return;
  showState("saved", say("saved", { time: hour(Date.parse(reply.server_time)) }));
  if (isTroubled) announce(say("savedAgain"));
  isTroubled = false;
  hideNotice("trouble");
  whenSaved?.();
}

function trouble(reason) {
  showState("failed", say("unsaved"));
  if (!isTroubled) announce(say("unsaved"));
  isTroubled = true;
  const count = questions.numbersOf(outbox.saves).length;
  if (reason === "signed-out") return showSignedOut();
  const text = reason === "foreign" ? say("foreign") : say("unsavedText", { count });
  showNotice("trouble", { title: say("unsavedTitle"), text });
}

function showSignedOut() {
  showNotice("trouble", {
    title: say("signedOutTitle"),
    text: say("signedOutText"),
    link: { url: room.loginUrl, text: say("signedOutLink"), newTab: true },
  });
}

function refused(sentence) {
  showNotice("refused", { tone: "danger", text: sentence });
  announce(sentence);
  if (outbox.isEmpty) showState("failed", say("stopped"));
}

function stopped(problem) {
  hideNotice("trouble");
  if (problem.code === "stale") showStale(problem.title);
  else if (problem.code === "paused") leaveForThePause();
  else if (["taken-over", "held-elsewhere"].includes(problem.code)) showElsewhere(problem);
  else finish();
}

// What waits here is kept by this tab and sent when the exam goes on.
function leaveForThePause() {
  isOver = true;
  location.reload();
}

// Another tab holds the attempt: this one takes no answers before its person agrees to take over.
function showElsewhere(problem) {
  if (isOver) return;
  isOver = true;
  questions.freeze();
  const numbers = questions.numbersOf(outbox.saves);
  showState("failed", numbers.length ? say("stopped") : "");
  const dialog = part("stale");
  dialog.querySelector("h2").textContent = say(
    problem.code === "taken-over" ? "takenOverTitle" : "heldTitle",
  );
  dialog.querySelector("[data-said]").textContent = problem.title;
  const lost = dialog.querySelector("[data-lost]");
  lost.textContent = numbers.length ? say("staleLost", { questions: numbers.join(", ") }) : "";
  const button = dialog.querySelector("[data-reload]");
  button.textContent = say("heldTakeOver");
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { held, ended } = await claim({ takeOver: true });
    button.disabled = false;
    if (!held && !ended) return;
    outbox.clear();
    if (numbers.length) sessionStorage.setItem(CHECK, numbers.join(", "));
    location.reload();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}

function showState(state, text) {
  const place = part("saved");
  place.dataset.state = state;
  place.textContent = text;
}

// Newer answers came from elsewhere: nothing is overwritten, and what was not saved is named.
function showStale(sentence) {
  if (isOver) return;
  isOver = true;
  questions.freeze();
  const numbers = questions.numbersOf(outbox.saves);
  showState("failed", numbers.length ? say("stopped") : "");
  const dialog = part("stale");
  dialog.querySelector("h2").textContent = say("staleTitle");
  dialog.querySelector("[data-said]").textContent = sentence;
  const lost = dialog.querySelector("[data-lost]");
  lost.textContent = numbers.length ? say("staleLost", { questions: numbers.join(", ") }) : "";
  const reload = dialog.querySelector("[data-reload]");
  reload.textContent = say("staleReload");
  reload.addEventListener("click", () => {
    outbox.clear();
    if (numbers.length) sessionStorage.setItem(CHECK, numbers.join(", "));
    location.reload();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}

// The end of the time: what waits is sent for as long as the server takes it, then all is sealed.
function end() {
  if (isOver || timeIsUp) return;
  timeIsUp = true;
  questions.freeze();
  announce(say("ended"));
  showNotice("ended", { title: say("ended") });
  if (outbox.isEmpty) {
    finish();
  } else {
    whenSaved = finish;
    saver.wake();
  }
}

async function finish() {
  if (isOver) return;
  isOver = true;
  questions.freeze();
  const lost = questions.numbersOf(outbox.saves);
  showState(lost.length ? "failed" : "saving", say(lost.length ? "stopped" : "submitting"));
  const result = await submitExam();
  outbox.clear();
  hideNotice("ended");
  if (!lost.length) {
    location.assign(result);
    return;
  }
  showNotice("lost", {
    tone: "danger",
    title: say("lostTitle"),
    text: say("lostText", { questions: lost.join(", ") }),
    link: { url: result, text: say("toResult") },
  });
  announce(say("lostTitle"));
}

// Keeps the clock right after sleep, and notices what other tabs did.
async function askClock() {
  if (isOver) return;
  const said = await askServer(room.clockUrl, clock);
  if (said.signedOut) showSignedOut();
  else if (said.submitted) finish();
  else if (said.paused) leaveForThePause();
  else if (said.holds === false) showElsewhere({ code: "taken-over", title: say("heldText") });
  else if (said.saved_sequence > outbox.sequence) showStale("");
  else if (said.server_time && !isTroubled) hideNotice("trouble");
}

part("review").addEventListener("click", (event) => {
  if (outbox.isEmpty || isOver) return;
  event.preventDefault();
  showNotice("waiting", { text: say("waiting") });
  whenSaved = () => location.assign(room.submitUrl);
  saver.wake();
});
addEventListener("beforeunload", (event) => {
  if (!outbox.isEmpty && !isOver) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  // a page from the back-forward cache knows nothing of what was saved since
  if (event.persisted) location.reload();
});
addEventListener("online", () => {
  saver.wake();
  askClock();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") askClock();
});
setInterval(askClock, ASK_EVERY);

for (const save of outbox.saves) questions.apply(save);
showState("saved", outbox.sequence ? say("saved", { time: hour(room.savedAt) }) : say("nothing"));
const toCheck = sessionStorage.getItem(CHECK);
if (toCheck) {
  sessionStorage.removeItem(CHECK);
  showNotice("check", { text: say("staleCheck", { questions: toCheck }) });
}
listenToKeys(questions);
showTimer(clock, end);
begin();

// The first thing that a tab does is to ask for the attempt; what waits is sent after that.
async function begin() {
  const { elsewhere } = await claim();
  if (elsewhere) showElsewhere(elsewhere);
  else saver.wake();
}
