// The notes and the calculator: small windows beside the questions, opened by a button or a key.
import { calculate, spelled } from "./arithmetic.js";
import { announce } from "./notices.js";
import { part, say } from "./room.js";

const NOTES = "notes";

export async function offerTools({ store, attempt }) {
  part("tools").hidden = false;
  for (const name of ["calculator", "notes"]) prepare(name);
  listenToCalculator();
  await listenToNotes(store, attempt);
}

// Opens a tool, or closes it.
export function toggleTool(name) {
  part(`open-${name}`).click();
}

function prepare(name) {
  const opener = part(`open-${name}`);
  const tool = part(name);
  const field = tool.querySelector("input, textarea");
  const close = () => {
    const hadFocus = tool.contains(document.activeElement);
    tool.close();
    opener.setAttribute("aria-expanded", "false");
    if (hadFocus) opener.focus();
  };
  opener.addEventListener("click", () => {
    if (tool.open) return close();
    for (const other of document.querySelectorAll(".tool[open] [data-close]")) other.click();
    tool.show();
    opener.setAttribute("aria-expanded", "true");
    field.focus();
  });
  tool.querySelector("[data-close]").addEventListener("click", close);
  tool.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
    opener.focus();
  });
}

function listenToCalculator() {
  const tool = part("calculator");
  const form = tool.querySelector("form");
  const field = tool.querySelector("input");
  const result = tool.querySelector("output");
  let isDone = false; // the next number begins a new sum, the next sign goes on with the result
  const put = (letters) => {
    if (isDone) field.value = /[\d.(√]/.test(letters[0]) ? "" : result.dataset.value;
    isDone = false;
    const at = document.activeElement === field ? field.selectionStart : field.value.length;
    field.setRangeText(letters, at, document.activeElement === field ? field.selectionEnd : at, "end");
    result.textContent = "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    const value = calculate(field.value);
    const text = spelled(value);
    isDone = text !== "";
    result.dataset.value = text;
    result.textContent = text ? `= ${text.replace("-", "−")}` : say("noSum");
  });
  field.addEventListener("input", () => {
    isDone = false;
    result.textContent = "";
  });
  tool.addEventListener("click", (event) => {
    const key = event.target.closest("[data-press]")?.dataset.press;
    if (key === undefined) return;
    if (key === "clear") {
      field.value = "";
      result.textContent = "";
      isDone = false;
    } else if (key === "back") {
      field.value = field.value.slice(0, -1);
      result.textContent = "";
      isDone = false;
    } else {
      put(key);
    }
  });
}

async function listenToNotes(store, attempt) {
  const field = part("notes").querySelector("textarea");
  const before = await store.kept(attempt, NOTES).catch(() => "");
  if (before) field.value = before;
  let writing = Promise.resolve();
  field.addEventListener("input", () => {
    const { value } = field;
    writing = writing.then(() => store.keep(attempt, NOTES, value)).catch(() => {
      announce(say("notesLost"));
    });
  });
}
