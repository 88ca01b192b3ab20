// Single keys for those who like them; they can be switched off, as WCAG 2.1.4 asks.
import { part, say } from "./room.js";
import { announce } from "./notices.js";
import { toggleTool } from "./tools.js";

const KEPT = "tauliah-exam-keys";
const LETTERS = "abcde"; // f flags

export function listenToKeys(questions) {
  const choice = part("shortcuts");
  choice.checked = read() !== "off";
  choice.addEventListener("change", () => write(choice.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!choice.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.querySelector("dialog:modal") || isWriting(event.target)) return;
    const key = event.key.toLowerCase();
    const isDone = event.shiftKey ? strikeOut(questions, event.code) : act(questions, key);
    if (isDone) event.preventDefault();
  });
}

function act(questions, key) {
  if (key === "n") questions.next();
  else if (key === "p") questions.previous();
  else if (key === "k") toggleTool("calculator");
  else if (key === "t") toggleTool("notes");
  else if (key === "f") announce(say(questions.toggleFlag() ? "flagged" : "unflagged"));
  else if (/^[1-6]$/.test(key)) questions.choose(Number(key) - 1);
  else if (key.length === 1 && LETTERS.includes(key)) questions.choose(LETTERS.indexOf(key));
  else return false;
  return true;
}

// By the place of the key, since a shifted digit is another sign on each keyboard.
function strikeOut(questions, code) {
  const [, letter, digit] = /^(?:Key([A-E])|Digit([1-6]))$/.exec(code) ?? [];
  if (!letter && !digit) return false;
  const isStruck = questions.strike(letter ? "ABCDE".indexOf(letter) : Number(digit) - 1);
  if (isStruck !== undefined) announce(say(isStruck ? "struck" : "unstruck"));
  return isStruck !== undefined;
}

// Letters that are typed into a field, or find an entry of a list, are no short cuts.
function isWriting(target) {
  const typed = "textarea, select, input:not([type=radio], [type=checkbox]), .tool *";
  return target.matches?.(typed) ?? false;
}

function read() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage may be switched off
  }
}

function write(value) {
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // the choice then holds for this page only
  }
}
