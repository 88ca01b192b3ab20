// Asks for the flaws of an item while it is written, a moment after the last key.
const form = document.querySelector("[data-check]");
const shown = document.getElementById("flaws");
const QUIET_MILLISECONDS = 900;
let timer = 0;
let asked = 0;

async function look() {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
    // who was logged out meanwhile is led to the log-in, which is no answer
    if (!answer.ok || answer.redirected) return;
    const told = await answer.text();
    // an older answer must not hide a newer one
    if (number === asked) shown.innerHTML = told;
  } catch {
    // without a network the button below the form still looks
  }
}

// what was kept before is looked at once, without waiting for a key
if (form.elements.code.value) look();

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, QUIET_MILLISECONDS);
});
