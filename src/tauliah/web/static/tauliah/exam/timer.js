// Shows the time left, warns twice, and says when it is over.
import { part, room, say } from "./room.js";
import { announce } from "./notices.js";

// `onEnd` is told each time that no time is left; `onJump` when the device has slept or its clock
// was set, so that the server is asked.
export function showTimer(clock, { onEnd, onJump }) {
  const place = part("time");
  const text = place.querySelector("time");
  let shown = null;
  let warned = "";
  let over = false;

  const tick = () => {
    if (clock.hasJumped()) onJump();
    const left = clock.secondsLeft();
    if (left === shown) return;
    shown = left;
    text.textContent = spoken(left);
    const state = left <= room.lastSeconds ? "last" : left <= room.soonSeconds ? "soon" : "";
    place.dataset.state = state;
    if (state !== warned && state && left > 0) {
      announce(say(state, { minutes: Math.ceil(left / 60) }));
    }
    warned = state;
    if (left === 0 && !over) {
      over = true;
      onEnd();
    } else if (left > 0) {
      over = false;
    }
  };
  tick();
  setInterval(tick, 250);
}

function spoken(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
