// What one person took along is nobody else's: it goes when that person logs out, and when another
// one is logged in. Stands on every page of somebody who is logged in, and does nothing where nothing
// was taken along.
import { whosePractice } from "./whose.js";

const LONGEST_SENDING = 5_000;
const LOG_OUT = "/accounts/logout/";

const person = document.querySelector("[data-leave]").dataset.leave;

const here = whosePractice();
if (here && here !== person) forget();

for (const form of document.forms) {
  if (new URL(form.action).pathname.endsWith(LOG_OUT)) form.addEventListener("submit", leave);
}

async function leave(event) {
  if (!whosePractice()) return;
  event.preventDefault();
  const form = event.currentTarget;
  // what waits is sent while the server still knows who it is from
  await Promise.race([sendRest(), new Promise((resolve) => setTimeout(resolve, LONGEST_SENDING))]);
  await forget();
  form.submit();
}

async function sendRest() {
  const [{ openPractice }, { Sender }, { practiceUrls }] = await Promise.all([
    import("./store.js"),
    import("./sender.js"),
    import("./urls.js"),
  ]);
  try {
    const practice = await openPractice(person);
    if ((await practice.waiting()).length) {
      await new Sender(practice, practiceUrls().reviews, () => {}).once();
    }
    practice.close();
  } catch {
    // it stays for that person, and is sent at the next practice here
  }
}

async function forget() {
  const [{ openPractice }, { removeWorkers }] = await Promise.all([
    import("./store.js"),
    import("./worker-place.js"),
  ]);
  try {
    const practice = await openPractice(person);
    await practice.forgetAll();
    practice.close();
    await removeWorkers();
  } catch {
    // a store that does not open shows nothing to anybody
  }
}
