// What the person is told of what is here and of what is on its way, in words that are always true.
import { hour } from "../js/sending.js";
import { dayIn } from "./queue.js";
import { say } from "./words.js";

// What is with the person of a course: "with you until DATE, N cards and items".
export function withYou(pack) {
  const day = pack.until_words[document.documentElement.lang];
  const isOver = dayIn(pack.zone, Date.now()) > pack.until;
  return say(isOver ? "over" : "withYou", { day, count: Object.keys(pack.units).length });
}

// Where what was rated stands: not sent yet and why, or all sent and when.
export async function onItsWay(practice, sender) {
  const count = (await practice.waiting()).length;
  if (count === 0) {
    const at = await practice.sentAt();
    return at ? say("sent", { time: hour(at).slice(0, 5) }) : say("nothingToSend");
  }
  if (sender.trouble === "signed-out") return say("signedOut", { count });
  if (sender.trouble === "foreign") return say("foreign", { count });
  return say("waiting", { count });
}

// Writes only what is new: a reader of the screen would read it out again.
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// Shows the way to the other language only with a network: that page may not be here.
export function watchLanguages() {
  const show = () => {
    for (const link of document.querySelectorAll(".language-switch")) link.hidden = !navigator.onLine;
  };
  for (const change of ["online", "offline"]) addEventListener(change, show);
  show();
}
