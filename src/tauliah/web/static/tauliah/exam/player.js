// The exam room: every answer goes to the outbox first, from there to the server, and the bar says
// truly how far it is.
import { Clock, askServer, pageHeardAt } from "./clock.js";
import { askToTakeOver, offerLeft } from "./contest.js";
import { canMakeFile, downloadFile } from "./emergency.js";
import { tellTheEnd, tellWhatIsLate } from "./endings.js";
import { goOnIn } from "./language.js";
import { claim, leaseToken } from "./lease.js";
import { listenToKeys } from "./keys.js";
import { announce, hideNotice, showNotice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Questions } from "./questions.js";
import { whenReachable } from "./reach.js";
import { part, room, say } from "./room.js";
import { Saver } from "./saver.js";
import { State } from "./state.js";
import { openStore } from "./store.js";
import { listenToStrikes } from "./strikes.js";
import { submitExam } from "./submission.js";
import { showTimer } from "./timer.js";
import { offerTools } from "./tools.js";

const ASK_EVERY = 20_000;
const ROUNDING = 2; // seconds by which the clocks may differ; more are minutes that were added
const ASK_AGAIN = 5_000; // while the server cannot be reached, or an officer may bring answers in

const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });
const store = await openStore(room.attempt);
const outbox = await Outbox.open({
  store,
  clock,
  attempt: room.attempt,
  lease: leaseToken(),
  sequence: room.sequence,
});
const state = new State({ savedAt: outbox.sequence ? room.savedAt : null });
const saver = new Saver(room.saveUrl, outbox, { saving, saved, trouble, refused, stopped });
const questions = new Questions({
  onAnswer: (item, value, how) => keep({ item, value }, how),
  onFlag: (item, flagged) => keep({ item, flagged }),
  onPause: () => {
    outbox.release();
    saver.wake();
  },
});
let known = room.head; // the digest of the last link that the server has told of
let troubledSince = null;
let lastTrouble = ""; // why nothing could be saved at the last try
let fileName = ""; // of the emergency file, once there is one
let isOver = false; // nothing more is taken from this page
let isLate = false; // what waits was written in time and can only be brought in by an officer
let timeIsUp = false;
let isAsking = false;
let whenSaved = null; // what waits for the outbox to be empty

function keep(save, how) {
  outbox.add(save, how);
  state.waits();
  saver.wake();
  if (troubledSince !== null) tellTrouble();
}

function saving() {
  state.waits();
}

function saved(reply, when) {
  clock.correct(reply, when);
  known = reply.digest;
  state.reached();
  if (!outbox.isEmpty) {
    if (troubledSince !== null && !isLate) tellTrouble();
    return;
  }
  if (troubledSince !== null) announce(say("savedAgain"));
  troubledSince = null;
  state.saved(Date.parse(reply.server_time));
  hideNotice("trouble");
  hideNotice("emergency");
  if (isLate) finish();
  else whenSaved?.();
}

function trouble(reason) {
  state.fails();
  if (troubledSince === null) announce(say("unsaved"));
  troubledSince ??= performance.now();
  lastTrouble = reason;
  if (performance.now() - troubledSince >= room.emergencyAfter && !timeIsUp) offerFile();
  tellTrouble();
}

// Told again with each answer, so that the number of those that wait is that of now.
function tellTrouble() {
  if (lastTrouble === "signed-out") {
    showSignedOut();
    return;
  }
  if (timeIsUp) {
    tellEnd();
    return;
  }
  const count = questions.numbersOf(outbox.saves).length;
  const kept = outbox.isLasting ? "" : ` ${say("notLasting")}`;
  const text = lastTrouble === "foreign" ? say("foreign") : say("unsavedText", { count }) + kept;
  showNotice("trouble", { title: say("unsavedTitle"), text });
}

function showSignedOut() {
  showNotice("trouble", {
    title: say("signedOutTitle"),
    text: say("signedOutText"),
    link: { url: room.loginUrl, text: say("signedOutLink"), newTab: true },
  });
}

// The answers that wait, as a file for an officer; they go on waiting here, too.
function offerFile() {
  if (!canMakeFile()) return;
  showNotice("emergency", {
    title: say("emergencyTitle"),
    text: fileName ? say("emergencyMade", { name: fileName }) : say("emergencyText"),
    acts: [{ text: say(fileName ? "emergencyAgain" : "emergencyMake"), act: makeFile }],
  });
}

async function makeFile() {
  questions.takeTyped();
  fileName = await downloadFile({ saves: outbox.saves, known, clock });
  announce(say(timeIsUp ? "endedMade" : "emergencyMade", { name: fileName }));
  if (isLate) tellLate();
  else if (timeIsUp) tellEnd();
  else offerFile();
}

function refused(sentence) {
  showNotice("refused", { tone: "danger", text: sentence });
  announce(sentence);
  if (outbox.isEmpty) state.stops();
}

function stopped(problem) {
  if (problem.code === "paused") leaveForThePause();
  else if (problem.code === "stale") goesOnElsewhere("staleTitle", problem.title, "staleReload");
  else if (problem.code === "taken-over") goesOnElsewhere("takenOverTitle", problem.title);
  else if (problem.code === "held-elsewhere") goesOnElsewhere("heldTitle", problem.title);
  else if (problem.code === "deadline-passed" && !outbox.isEmpty && canMakeFile()) comeTooLate();
  else finish();
}

// What waits here is kept by this browser and sent when the exam goes on.
function leaveForThePause() {
  isOver = true;
  location.reload();
}

// Another tab holds the attempt: this one takes no answers before its person agrees to take over.
function goesOnElsewhere(title, sentence, button = "heldTakeOver") {
  if (isOver) return;
  isOver = true;
  hideNotice("trouble");
  questions.freeze();
  const numbers = questions.numbersOf(outbox.saves);
  if (numbers.length) state.stops();
  askToTakeOver({ title: say(title), sentence, numbers, button: say(button) });
}

// The end of the time: what waits is sent for as long as the server takes it, then all is sealed.
async function end() {
  if (isOver || timeIsUp) return;
  // a clock of the server that was set back, or minutes that were added, end nothing here
  const said = await askServer(room.clockUrl, clock);
  if (isOver || timeIsUp) return;
  if (said.seconds_left > 0) {
    setTimeout(end, said.seconds_left * 1_000);
    return;
  }
  timeIsUp = true;
  questions.freeze();
  if (outbox.isEmpty && !said.trouble) {
    announce(say("ended"));
    showNotice("ended", { title: say("ended") });
    finish();
    return;
  }
  if (said.trouble) state.unreached();
  whenSaved = () => (clock.secondsLeft() > ROUNDING ? location.reload() : finish());
  for (const name of ["trouble", "emergency"]) hideNotice(name);
  tellEnd();
  announce(say("endedTitle"));
  saver.wake();
}

function tellEnd() {
  tellTheEnd({ questions: questions.numbersOf(outbox.saves), fileName, makeFile });
}

// Minutes were added while this page could not be told: what waits is sent, and the exam goes on.
function goOnAfterAll() {
  isLate = false;
  whenSaved = () => location.reload();
  if (outbox.isEmpty) whenSaved();
  else saver.goOn();
}

// The answers that wait were given in time, but the server takes them from an officer only now: the
// exam is not sealed before its candidate says so, or the house does when nobody brings the file.
function comeTooLate() {
  isLate = true;
  timeIsUp = true;
  questions.freeze();
  for (const name of ["ended", "trouble", "emergency"]) hideNotice(name);
  state.stops();
  tellLate();
  announce(say("lostTitle"));
}

function tellLate() {
  const lost = questions.numbersOf(outbox.saves).join(", ");
  tellWhatIsLate({ text: say("lateText", { questions: lost }), fileName, makeFile, submit: finish });
}

async function finish() {
  if (isOver) return;
  isOver = true;
  questions.freeze();
  const lost = questions.numbersOf(outbox.saves);
  if (lost.length) state.stops();
  else state.says("saving", say("submitting"));
  const result = await submitExam();
  await outbox.forget();
  for (const name of ["ended", "trouble", "emergency", "late"]) hideNotice(name);
  if (!lost.length || isLate) {
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

// Keeps the clock right after sleep, and notices what other tabs and officers did.
async function askClock() {
  if (isOver || isAsking) return;
  isAsking = true;
  const said = await askServer(room.clockUrl, clock);
  isAsking = false;
  if (isOver) return;
  if (said.trouble) {
    state.unreached();
    return;
  }
  state.reached();
  if (said.signedOut) showSignedOut();
  else if (said.submitted) finish();
  else if (said.paused) leaveForThePause();
  else if (timeIsUp && said.seconds_left > 0) goOnAfterAll();
  else if (timeIsUp && outbox.isEmpty) finish();
  else if (said.holds === false) goesOnElsewhere("takenOverTitle", say("heldText"));
  else if (isLate && said.saved_sequence >= outbox.sequence) saver.goOn();
  else if (said.saved_sequence > outbox.sequence) goesOnElsewhere("staleTitle", "", "staleReload");
  else if (troubledSince === null) hideNotice("trouble");
}

// Does what leaves this page: after the last save, and only when the server answers.
function leave(act, sentence) {
  if (isOver || timeIsUp) return;
  questions.takeTyped();
  if (outbox.isEmpty) {
    // what was answered while the server was away is saved first
    whenReachable(clock, () => (outbox.isEmpty ? act() : leave(act, sentence)), sentence);
    return;
  }
  showNotice("waiting", { text: sentence });
  whenSaved = act;
  saver.wake();
}

part("review").addEventListener("click", (event) => {
  event.preventDefault();
  leave(() => location.assign(room.submitUrl), say("waiting"));
});
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { language } = event.submitter?.dataset ?? {};
    leave(() => (language ? goOnIn(language) : form.submit()), say("waitsForServer"));
  });
}
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
addEventListener("offline", () => state.unreached());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") askClock();
});
let askedAt = performance.now();
setInterval(() => {
  const every = state.isReached && !isLate ? ASK_EVERY : ASK_AGAIN;
  if (performance.now() - askedAt < every) return;
  askedAt = performance.now();
  askClock();
}, 1_000);

questions.takeEarly();
for (const save of outbox.saves) questions.apply(save);
if (!outbox.isEmpty) state.waits();
if (!outbox.isLasting) showNotice("lasting", { text: say("notLasting") });
listenToStrikes({ store, attempt: room.attempt, sections: questions.sections });
offerTools({ store, attempt: room.attempt });
listenToKeys(questions);
showTimer(clock, { onEnd: end, onJump: askClock });
begin();

// The first thing that a tab does is to ask for the attempt; what waits is sent after that.
async function begin() {
  const { held, elsewhere } = await claim();
  if (elsewhere) {
    stopped(elsewhere);
    return;
  }
  if (held) part("sheet").dataset.held = "";
  saver.wake();
  offerLeft({ outbox, questions, keep });
}
