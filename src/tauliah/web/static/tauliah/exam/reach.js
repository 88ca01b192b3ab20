// What needs the server: it is asked first, so that nobody ends on an error page of the browser.
import { askServer } from "./clock.js";
import { announce, hideNotice, showNotice } from "./notices.js";
import { room, say, waitBefore } from "./room.js";

const LONGEST_LOOK = 60_000;
let turn = 0; // only what was asked for last is done

// Does `act` as soon as the server answers; `sentence` says meanwhile what waits.
export async function whenReachable(clock, act, sentence = say("waitsForServer")) {
  turn += 1;
  const mine = turn;
  const until = performance.now() + LONGEST_LOOK;
  for (let tries = 1; mine === turn; tries += 1) {
    const said = await askServer(room.clockUrl, clock);
    if (mine !== turn) return;
    if (!said.trouble || performance.now() > until) {
      hideNotice("reach");
      if (!said.trouble) act();
      return;
    }
    showNotice("reach", { text: sentence });
    if (tries === 1) announce(sentence);
    await new Promise((resolve) => {
      setTimeout(resolve, waitBefore(tries));
      addEventListener("online", resolve, { once: true });
    });
  }
}
