// What the server says about this exam, the words of the page, and its parts.
export { hour, token, waitBefore } from "../js/sending.js";

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
