// The pause: looks from time to time whether the exam goes on, and goes on with it.
import "./lease.js";
import { askServer, Clock, pageHeardAt } from "./clock.js";
import { room } from "./room.js";

const ASK_EVERY = 5_000;
const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });

async function look() {
  const said = await askServer(room.clockUrl, clock);
  if (said.submitted || said.paused === false) location.assign(room.attemptUrl);
}

setInterval(look, ASK_EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
