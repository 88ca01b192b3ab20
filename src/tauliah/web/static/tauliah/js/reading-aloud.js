// Reads a lesson aloud, paragraph by paragraph, where the browser can speak the lesson's language.
import { ownText, paragraphs, prose } from "./reading-text.js";

const LONGEST_PIECE = 220; // some browsers fall silent in longer ones
const SHORT_ENOUGH = new RegExp(`.{1,${LONGEST_PIECE - 1}}(?:\\s|$)|\\S+\\s*`, "g");
const VOICES_MILLISECONDS = 1500;
const tools = document.querySelector("[data-aloud]");
const speech = window.speechSynthesis;
const language = document.documentElement.lang;

let voice = null;
let rate = 1;
let at = -1;
let pieces = [];
let said = "";
let state = "silent";
let turn = 0;

const find = (name) => tools.querySelector(`[data-aloud-${name}]`);

// What is read: headings and paragraphs in the order of the page.
const read = prose
  ? [...prose.querySelectorAll("h2, h3")]
      .concat(paragraphs)
      .sort((one, other) =>
        one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      )
  : [];

function chooseVoice() {
  const fitting = speech
    .getVoices()
    .filter((one) => one.lang.toLowerCase().replace("_", "-").split("-")[0] === language);
  voice =
    fitting.find((one) => one.default) ??
    fitting.find((one) => one.localService) ??
    fitting[0] ??
    null;
  find("none").hidden = Boolean(voice);
  find("controls").hidden = !voice;
}

// Sentences, joined or cut between words to pieces that every browser speaks to their end.
function cut(text) {
  const found = [];
  const sentences = text.match(/[^.!?;:]+[.!?;:]*\s*/g) ?? [];
  for (const part of sentences.flatMap((sentence) => sentence.match(SHORT_ENOUGH))) {
    const last = found.length - 1;
    if (last >= 0 && found[last].length + part.length <= LONGEST_PIECE) found[last] += part;
    else found.push(part);
  }
  return found.map((one) => one.trim()).filter(Boolean);
}

function show() {
  for (const one of prose.querySelectorAll(".is-read-aloud")) one.classList.remove("is-read-aloud");
  const current = state === "silent" ? null : read[at];
  current?.classList.add("is-read-aloud");
  const box = current?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight - tools.offsetHeight)) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const block = box.height > innerHeight / 2 ? "start" : "center";
    current.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  }
  // while it speaks, its buttons stay in sight
  tools.classList.toggle("is-speaking", state !== "silent");
  const play = find("play");
  const words = { speaking: "pause", paused: "resume", silent: "play" };
  play.textContent = play.dataset[words[state]];
  for (const name of ["next", "before", "stop"]) find(name).disabled = state === "silent";
}

// `turn` tells an utterance that was cut off from the one that is wanted now.
function speak() {
  const mine = turn;
  const piece = pieces.shift();
  if (piece === undefined) {
    begin(at + 1);
    return;
  }
  const utterance = new SpeechSynthesisUtterance(piece);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = rate;
  utterance.onend = () => {
    if (mine === turn && state === "speaking") speak();
  };
  utterance.onerror = () => {
    if (mine === turn) stop();
  };
  said = piece;
  speech.speak(utterance);
}

function begin(number) {
  turn += 1;
  speech.cancel();
  if (number < 0 || number >= read.length) {
    stop();
    return;
  }
  at = number;
  state = "speaking";
  pieces = cut(read[at].matches("h2, h3") ? read[at].textContent : ownText(read[at]));
  show();
  speak();
}

// A pause is an end: what was being said is said again from its sentence on, as every browser can.
function pause() {
  turn += 1;
  speech.cancel();
  pieces.unshift(said);
  state = "paused";
  show();
}

function resume() {
  turn += 1;
  state = "speaking";
  show();
  speak();
}

function stop() {
  turn += 1;
  speech.cancel();
  state = "silent";
  if (prose) show();
}

function firstInSight() {
  const found = read.findIndex((one) => one.getBoundingClientRect().top >= 0);
  return found < 0 ? 0 : found;
}

if (tools && speech && window.SpeechSynthesisUtterance && read.length) {
  tools.hidden = false;
  // voices come a moment after the page: only then is it said that there is none
  if (speech.getVoices().length) chooseVoice();
  else setTimeout(chooseVoice, VOICES_MILLISECONDS);
  speech.addEventListener?.("voiceschanged", chooseVoice);
  find("play").addEventListener("click", () => {
    if (state === "speaking") pause();
    else if (state === "paused") resume();
    else begin(firstInSight());
  });
  find("next").addEventListener("click", () => begin(at + 1));
  find("before").addEventListener("click", () => begin(Math.max(at - 1, 0)));
  find("stop").addEventListener("click", stop);
  find("rate").addEventListener("change", (event) => {
    rate = Number(event.target.value);
    if (state === "speaking") {
      pause();
      resume();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state !== "silent") stop();
  });
  addEventListener("pagehide", stop);
  show();
}
