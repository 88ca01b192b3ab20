// Remembers where the reader is: a moment after the last movement, and again when a send has failed.
// How far a lesson was read grows by reading on from there; who jumps to its end has not read it.
import { paragraphs } from "./reading-text.js";

const QUIET_MILLISECONDS = 3000;
const LONGEST_WAIT = 300_000;

const lesson = document.querySelector("[data-lesson]");
const bar = document.querySelector("[data-reading-progress]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// the last paragraph that was read so far, by its place in the lesson; -1 before the first
let furthest = Math.round(((bar?.value ?? 0) / 100) * paragraphs.length) - 1;
let place = null;
let kept = "";
let timer = 0;
let wait = QUIET_MILLISECONDS;
let isOver = false;

// The first paragraph that is not yet above the window, and the last that has come into it.
function look() {
  let top = -1;
  let last = -1;
  paragraphs.forEach((one, number) => {
    const box = one.getBoundingClientRect();
    if (top < 0 && box.bottom > 0) top = number;
    if (box.top < innerHeight) last = number;
  });
  if (last < 0) return null;
  if (top < 0) top = last;
  if (top <= furthest + 1) furthest = Math.max(furthest, last);
  return { paragraph: paragraphs[top].id, seen: paragraphs[Math.max(furthest, 0)].id };
}

function show() {
  if (!bar || !place) return;
  bar.hidden = false;
  bar.value = Math.max(bar.value, Math.floor((100 * (furthest + 1)) / paragraphs.length));
}

async function send() {
  clearTimeout(timer);
  const now = place && `${place.paragraph} ${place.seen}`;
  if (isOver || !now || now === kept) return;
  try {
    const answer = await fetch(lesson.dataset.place, {
      method: "POST",
      body: new URLSearchParams(place),
      headers: { "X-CSRFToken": token },
      keepalive: true,
    });
    if (answer.status >= 500) throw new Error("again later");
    // logged out meanwhile, or the text has changed under the page: nothing more is sent from it
    if (answer.redirected || !answer.ok) isOver = true;
    else kept = now;
    wait = QUIET_MILLISECONDS;
  } catch {
    wait = Math.min(2 * wait, LONGEST_WAIT);
    timer = setTimeout(send, wait);
  }
}

let isAsked = false;
let isMoved = false;
function moved() {
  if (isAsked || !isMoved) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    place = look();
    show();
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  });
}

// the form for a note stands behind the text: who writes there has not read to the end
if (paragraphs.length && lesson && !document.getElementById("new-note")) {
  // opening a page, or being led to a place in it, is no reading: only what the reader moves counts
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => (isMoved = true), { passive: true, once: true });
  }
  addEventListener("scroll", moved, { passive: true });
  look();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) send();
  });
  addEventListener("pagehide", send);
}
