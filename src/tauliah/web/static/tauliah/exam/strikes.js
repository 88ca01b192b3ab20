// Options that a candidate has ruled out: struck out in this browser only, and never an answer.
import { say } from "./room.js";

const NAME = "strikes";

export async function listenToStrikes({ store, attempt, sections }) {
  const struck = new Set(await store.kept(attempt, NAME).catch(() => []));
  const write = () => store.keep(attempt, NAME, [...struck]).catch(() => {});
  for (const section of sections) {
    for (const option of section.querySelectorAll(".options .option")) {
      prepare(section.dataset.item, option, struck, write);
    }
  }
}

// Strikes out the option at a place from 0 of a section, or takes the line away; whether it is
// struck now, and nothing where there is none.
export function strike(section, place) {
  const button = section.querySelectorAll(".option-strike")[place];
  if (!button || button.disabled) return undefined;
  button.click();
  return button.getAttribute("aria-pressed") === "true";
}

function prepare(item, option, struck, write) {
  const input = option.querySelector("input");
  const key = `${item} ${input.value}`;
  const letter = option.querySelector(".option-letter").textContent.trim().toUpperCase();
  // a candidate may have come to an option before this ran; what is moved loses the focus
  const hadFocus = input === document.activeElement;
  const row = document.createElement("div");
  row.className = "option-row";
  option.replaceWith(row);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "option-strike";
  button.setAttribute("aria-label", say("strike", { letter }));
  button.title = say("strike", { letter });
  button.append(sign());
  const note = document.createElement("span");
  note.className = "visually-hidden";
  option.append(note);
  row.append(option, button);
  if (hadFocus) input.focus({ preventScroll: true });

  const show = () => {
    const isStruck = struck.has(key);
    button.setAttribute("aria-pressed", String(isStruck));
    row.classList.toggle("is-struck", isStruck);
    note.textContent = isStruck ? say("struck") : "";
  };
  button.addEventListener("click", () => {
    if (!struck.delete(key)) struck.add(key);
    show();
    write();
  });
  // who chooses it has changed their mind
  input.addEventListener("change", () => {
    if (input.checked && struck.delete(key)) {
      show();
      write();
    }
  });
  show();
}

function sign() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M4 12h16M8 7.5C8 5.6 9.7 4.5 12 4.5c2 0 3.4.8 3.9 2.2M16 16.5c0 1.9-1.7 3-4 3-2 0-3.4-.8-3.9-2.2");
  svg.append(line);
  return svg;
}
