// A page that was opened after the end of the time: answers that were written in time and still wait
// in this browser are told, and an officer can bring them in.
import { Clock, askServer, pageHeardAt } from "./clock.js";
import { canMakeFile, downloadFile } from "./emergency.js";
import { tellWhatIsLate } from "./endings.js";
import { announce } from "./notices.js";
import { room, say } from "./room.js";
import { openStore } from "./store.js";

const ASK_EVERY = 5_000;
const clock = new Clock({ deadline: room.deadline, now: room.now, heardAt: pageHeardAt() });
const store = await openStore(room.attempt);
const saves = await waiting();
let fileName = "";

// Those of the tab that was written in last; whether it holds the exam is checked by the house.
async function waiting() {
  const found = await store.savesOf(room.attempt).catch(() => []);
  const unsaved = found.filter((save) => save.client_sequence > room.sequence);
  const last = unsaved.reduce((one, other) => (other.at > one.at ? other : one), { at: 0 });
  return unsaved
    .filter((save) => save.lease === last.lease)
    .sort((one, other) => one.client_sequence - other.client_sequence);
}

function tell() {
  const count = new Set(saves.map(({ item }) => item)).size;
  tellWhatIsLate({ text: say("lateCount", { count }), fileName, makeFile });
}

async function makeFile() {
  fileName = await downloadFile({ saves, known: room.head, clock, lease: saves[0].lease });
  announce(say("lateMade", { name: fileName }));
  tell();
}

// Goes on by itself: with minutes that were added, or with what an officer has brought in.
async function look() {
  const said = await askServer(room.clockUrl, clock);
  if (said.submitted) location.assign(room.resultUrl);
  else if (said.seconds_left > 0 || said.saved_sequence > room.sequence) location.assign(room.attemptUrl);
}

if (saves.length && canMakeFile()) {
  tell();
  announce(say("lostTitle"));
}
setInterval(look, ASK_EVERY);
