// What sending to the server needs in the exam and in practice: the token of forms, waits, hours.

// Read anew each time: logging in again in another tab changes it.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// The wait before a next try: doubled each time, at most 15 s, and spread by chance so that a
// room full of browsers does not come back in the same moment.
export function waitBefore(tries) {
  return Math.min(15_000, 1_000 * 2 ** Math.max(0, tries - 1)) * (0.5 + Math.random() / 2);
}

// The hour that a person reads on the own clock.
export function hour(milliseconds) {
  const at = new Date(milliseconds);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((number) => String(number).padStart(2, "0"))
    .join(":");
}
