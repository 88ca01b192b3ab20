// While numbers are typed, what the page tells of them is asked for anew: the same page, a moment
// after the last key, of which only the parts that tell something are taken.
const form = document.querySelector("[data-told-by]");
const QUIET_MILLISECONDS = 500;
let timer = 0;
let asked = 0;

async function look() {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.toldBy, { method: "POST", body: new FormData(form) });
    // 400 tells which number is missing; who was logged out meanwhile is led to the log-in
    if (answer.redirected || (!answer.ok && answer.status !== 400)) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    // an older answer must not hide a newer one
    if (number !== asked) return;
    for (const part of told.querySelectorAll("[data-told]")) {
      document.getElementById(part.id)?.replaceChildren(...part.childNodes);
    }
  } catch {
    // without a network the button below the form still looks
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, QUIET_MILLISECONDS);
});
