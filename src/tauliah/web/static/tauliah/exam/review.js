// The review: the clock runs on, what waits is saved first, and a lost network is not the end.
import { Clock, askServer, pageHeardAt } from "./clock.js";
import { claim, leaseToken } from "./lease.js";
import { announce, hideNotice, showNotice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { whenReachable } from "./reach.js";
import { part, room, say, waitBefore } from "./room.js";
import { Saver } from "./saver.js";
import { openStore } from "./store.js";
import { submitExam } from "./submission.js";
import { showTimer } from "./timer.js";

const LAST_SAVES = 9_000;
const LOOK_EVERY = 60_000;

const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });
const store = await openStore(room.attempt);
const outbox = await Outbox.open({
  store,
  clock,
  attempt: room.attempt,
  lease: leaseToken(),
  sequence: room.sequence,
});
const dialog = part("confirm");
let isSubmitting = false;

async function submit() {
  if (isSubmitting) return;
  isSubmitting = true;
  dialog.close();
  for (const button of document.querySelectorAll("[data-part=submission] button")) button.disabled = true;
  part("back").hidden = true;
  announce(say("submitting"));
  part("saved").textContent = say("submitting");
  const result = await submitExam();
  await outbox.forget();
  location.assign(result);
}

part("submission").addEventListener("submit", (event) => {
  event.preventDefault();
  if (outbox.isEmpty) dialog.showModal();
});
dialog.querySelector("[data-agree]").addEventListener("click", submit);
dialog.querySelector("[data-refuse]").addEventListener("click", () => dialog.close());
// the way back needs the server, too
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a, .narrow-page a");
  if (!link || isSubmitting) return;
  event.preventDefault();
  whenReachable(clock, () => location.assign(link.href));
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
const look = async () => {
  if (document.visibilityState !== "visible" || isSubmitting) return;
  const said = await askServer(room.clockUrl, clock);
  if (said.submitted) location.assign(room.resultUrl);
  else if (said.paused || said.holds === false) location.assign(room.attemptUrl);
  else if (said.saved_sequence > room.sequence) location.reload();
};
document.addEventListener("visibilitychange", look);
setInterval(look, LOOK_EVERY);
// Nothing ends before the server has said so: minutes may have been added while it was away.
async function end(tries = 1) {
  const said = await askServer(room.clockUrl, clock);
  if (isSubmitting) return;
  if (said.trouble) {
    showNotice("ended", { title: say("endedTitle"), text: say("submitFailed") });
    setTimeout(() => end(tries + 1), waitBefore(tries));
    return;
  }
  if (said.seconds_left > 0) {
    hideNotice("ended");
    setTimeout(() => end(), said.seconds_left * 1_000);
    return;
  }
  announce(say("ended"));
  showNotice("ended", { title: say("ended") });
  // the server still takes what is on its way
  const until = performance.now() + LAST_SAVES;
  while (!outbox.isEmpty && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  submit();
}
showTimer(clock, { onEnd: () => end(), onJump: look });

// A tab that does not hold the exam may not end it: the room asks whether to take over.
claim().then(({ elsewhere }) => elsewhere && location.assign(room.attemptUrl));

if (!outbox.isEmpty) {
  // Answers of this tab that the counts of this page do not know: save them and count again.
  const back = () => location.assign(room.attemptUrl);
  new Saver(room.saveUrl, outbox, {
    saving: () => showNotice("waiting", { text: say("waiting") }),
    saved: () => outbox.isEmpty && outbox.written().then(() => location.reload()),
    trouble: back,
    refused: back,
    stopped: back,
  }).wake();
}
