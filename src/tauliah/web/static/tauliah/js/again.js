// Loads a page again that tells how far something is, after the seconds that it names.
const waiting = document.querySelector("[data-again-seconds]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.againSeconds) * 1000);
