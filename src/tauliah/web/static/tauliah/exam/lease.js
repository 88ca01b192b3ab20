// The lease of this tab: the server gives the attempt to one tab at a time, and this one has to ask.
import { room, token as csrf } from "./room.js";

const KEY = `tauliah.exam.lease.${room.attempt}`;
const LONGEST_WAIT = 1_500; // for the lock of a page that is just being left
let isHeld = false;
// made before it is asked for, so that asking again after a lost reply is no second tab
let lease = await mine(read() || made());
write();
showInForms();

export function leaseToken() {
  return lease;
}

// Whether the server has given the attempt to this page.
export function holdsLease() {
  return isHeld;
}

// Exactly one of: held (this tab holds the attempt), elsewhere (another does: the problem),
// ended (nothing more is taken), trouble (nobody knows; ask again).
export async function claim({ takeOver = false } = {}) {
  let response;
  let body;
  try {
    response = await fetch(room.leaseUrl, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrf(),
      },
      body: JSON.stringify({ lease, take_over: takeOver }),
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    body = await response.json();
  } catch {
    return { trouble: response?.status === 403 ? "foreign" : "network" };
  }
  if (response.status === 200) {
    isHeld = true;
    return { held: body };
  }
  if (response.status === 409) return { elsewhere: body };
  if (response.status === 410) return { ended: body };
  if (response.status === 401) return { trouble: "signed-out" };
  if (response.status === 403 || response.status === 404) return { trouble: "foreign" };
  return { trouble: "network" };
}

// Takes the attempt over as a tab of its own: what it could not send before keeps the old lease,
// and is offered again instead of being mixed up with what was saved since.
export async function takeOver() {
  const before = lease;
  lease = made();
  write();
  const outcome = await claim({ takeOver: true });
  if (!outcome.held) {
    lease = before;
    write();
  }
  showInForms();
  return outcome;
}

// A tab that was duplicated has the lease of its twin; only one page can have the lock of it.
async function mine(wanted) {
  if (!navigator.locks) return wanted;
  const isFree = await new Promise((resolve) => {
    const signal = AbortSignal.timeout(LONGEST_WAIT);
    navigator.locks
      .request(`tauliah.exam.${wanted}`, { signal }, () => {
        resolve(true);
        return new Promise(() => {}); // until the page is gone
      })
      .catch(() => resolve(false));
  });
  return isFree ? wanted : mine(made());
}

// Forms without a script of their own send the lease along.
function showInForms() {
  for (const input of document.querySelectorAll("input[data-lease]")) input.value = lease;
}

function made() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

function read() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage may be switched off
  }
}

function write() {
  try {
    sessionStorage.setItem(KEY, lease);
  } catch {
    // the lease is then kept by this page alone, and a reload asks to take over
  }
}
