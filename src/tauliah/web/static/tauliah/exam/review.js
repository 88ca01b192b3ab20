// The review: the clock runs on, what waits is saved first, and a lost network is not the end.
import { Clock, askServer, pageHeardAt } from "./clock.js";
import { claim } from "./lease.js";
import { announce, showNotice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { part, room, say } from "./room.js";
import { Saver } from "./saver.js";
import { submitExam } from "./submission.js";
import { showTimer } from "./timer.js";

const LAST_SAVES = 9_000;

const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });
const outbox = new Outbox(room.attempt, room.sequence);
let isSubmitting = false;

async function submit() {
  if (isSubmitting) return;
  isSubmitting = true;
  for (const button of part("submission").querySelectorAll("button")) button.disabled = true;
  part("back").hidden = true;
  announce(say("submitting"));
  part("saved").textContent = say("submitting");
  location.assign(await submitExam());
}

part("submission").addEventListener("submit", (event) => {
  event.preventDefault();
  if (outbox.isEmpty) submit();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || isSubmitting) return;
  const said = await askServer(room.clockUrl, clock);
  if (said.submitted) location.assign(room.resultUrl);
});
showTimer(clock, async () => {
  announce(say("ended"));
  showNotice("ended", { title: say("ended") });
  // the server still takes what is on its way
  const until = performance.now() + LAST_SAVES;
  while (!outbox.isEmpty && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  submit();
});

// A tab that does not hold the exam may not end it: the room asks whether to take over.
claim().then(({ elsewhere }) => elsewhere && location.assign(room.attemptUrl));

if (!outbox.isEmpty) {
  // Answers of this tab that the counts of this page do not know: save them and count again.
  const back = () => location.assign(room.attemptUrl);
  new Saver(room.saveUrl, outbox, {
    saving: () => showNotice("waiting", { text: say("waiting") }),
    saved: () => outbox.isEmpty && location.reload(),
    trouble: back,
    refused: back,
    stopped: back,
  }).wake();
}
