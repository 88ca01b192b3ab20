// When another tab or device holds the exam: nothing is overwritten, what was not saved is named,
// and after going on here it is offered again.
import { takeOver } from "./lease.js";
import { hideNotice, showNotice } from "./notices.js";
import { hour, part, say } from "./room.js";

// Asks whether to go on here; the page is loaded again as the tab that holds the exam.
export function askToTakeOver({ title, sentence, numbers, button }) {
  const dialog = part("stale");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-said]").textContent = sentence;
  const lost = dialog.querySelector("[data-lost]");
  lost.textContent = numbers.length ? say("staleLost", { questions: numbers.join(", ") }) : "";
  lost.hidden = !numbers.length;
  const agree = dialog.querySelector("[data-reload]");
  agree.textContent = button;
  agree.addEventListener("click", async () => {
    agree.disabled = true;
    const { held, ended } = await takeOver();
    agree.disabled = false;
    if (held || ended) location.reload();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}

// Offers what another tab of this browser could not send: the newest answer of each question that
// is not what stands there already.
export function offerLeft({ outbox, questions, keep }) {
  const left = outbox.left.filter((save) => !questions.has(save));
  if (!left.length) {
    outbox.dropLeft();
    return;
  }
  const numbers = questions.numbersOf(left);
  const last = Math.max(...left.map(({ at }) => at));
  const done = () => {
    outbox.dropLeft();
    hideNotice("left");
    questions.focus();
  };
  showNotice("left", {
    title: say("leftTitle"),
    text: say("leftText", { questions: numbers.join(", "), time: hour(last) }),
    acts: [
      {
        text: say("leftTake"),
        act: () => {
          for (const { item, value, flagged } of left) {
            const save = flagged === undefined ? { item, value } : { item, flagged };
            questions.apply(save);
            keep(save);
          }
          done();
        },
      },
      { text: say("leftDrop"), act: done },
    ],
  });
}
