// What the server says about this exam, the words of the page, and its parts.
const data = document.getElementById("room").dataset;
const words = document.getElementById("words").dataset;

export const room = Object.freeze({
  attempt: data.attempt,
  deadline: Date.parse(data.deadline),
  now: Date.parse(data.now),
  savedAt: Date.parse(data.savedAt),
  sequence: Number(data.sequence),
  soonSeconds: Number(data.soon),
  lastSeconds: Number(data.last),
  attemptUrl: data.attemptUrl,
  leaseUrl: data.leaseUrl,
  saveUrl: data.saveUrl,
  clockUrl: data.clockUrl,
  submitUrl: data.submitUrl,
  resultUrl: data.resultUrl,
  loginUrl: data.loginUrl,
  languageUrl: data.languageUrl,
  head: data.head,
  emergencyKey: data.emergencyKey,
  emergencyAfter: Number(data.emergencyAfter) * 1_000,
});

// A sentence of the page's language with its {names} filled in.
export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function part(name) {
  return document.querySelector(`[data-part="${name}"]`);
}

// The hour that a candidate reads on the own clock.
export function hour(milliseconds) {
  const at = new Date(milliseconds);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((number) => String(number).padStart(2, "0"))
    .join(":");
}

// Read anew each time: logging in again in another tab changes it.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

// The wait before a next try: doubled each time, at most 15 s, and spread by chance so that a
// room full of browsers does not come back in the same moment.
export function waitBefore(tries) {
  return Math.min(15_000, 1_000 * 2 ** Math.max(0, tries - 1)) * (0.5 + Math.random() / 2);
}
