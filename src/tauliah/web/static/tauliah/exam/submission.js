// Submits the exam and does not give up: a lost network must not end on an error page.
import { claim, holdsLease, leaseToken } from "./lease.js";
import { say, room, token, waitBefore } from "./room.js";
import { hideNotice, showNotice } from "./notices.js";

// Resolves with the address of the result once the server has sealed the exam.
export async function submitExam() {
  for (let tries = 1; ; tries += 1) {
    const outcome = await trySubmission();
    if (outcome.result) {
      hideNotice("submission");
      return outcome.result;
    }
    if (outcome.signedOut) {
      showNotice("submission", {
        tone: "danger",
        title: say("signedOutTitle"),
        text: say("submitFailed"),
        link: { url: room.loginUrl, text: say("signedOutLink"), newTab: true },
      });
    } else {
      const text = outcome.sentence ?? say("submitFailed");
      showNotice("submission", { tone: "danger", text });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, waitBefore(tries));
      addEventListener("online", resolve, { once: true });
    });
  }
}

async function trySubmission() {
  // a page that was cut off before it could ask for the attempt asks now
  if (!holdsLease()) {
    const { elsewhere, trouble } = await claim();
    if (elsewhere) return { sentence: elsewhere.title };
    if (trouble) return { signedOut: trouble === "signed-out" };
  }
  try {
    const response = await fetch(room.submitUrl, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token(), "X-Exam-Lease": leaseToken() },
      redirect: "error",
      signal: AbortSignal.timeout(20_000),
    });
    if (response.status === 401) return { signedOut: true };
    const body = await response.json();
    if (response.ok && body.result) return { result: body.result };
    return { sentence: body.title };
  } catch {
    return {};
  }
}
