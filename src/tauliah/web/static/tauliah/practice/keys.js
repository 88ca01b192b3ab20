// Practice by keyboard: space shows and goes on, 1 to 4 rate, u takes back.

// Each of `acts` says whether it did something: show(), next(), rate("1" to "4"), undo().
export function listenToKeys({ show, next, rate, undo }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    // on a control, space is that control's
    const isFree = !event.target.closest("a, button, summary");
    const isDone =
      event.key === " "
        ? isFree && (show() || next())
        : "1234".includes(event.key)
          ? rate(event.key)
          : event.key === "u" && undo();
    if (isDone) event.preventDefault();
  });
}
