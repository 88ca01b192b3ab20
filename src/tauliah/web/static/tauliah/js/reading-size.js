// The size of a lesson's text, kept in this browser; read before the page is painted, so that nothing jumps.
(() => {
  const kept = "tauliah-text-size";
  const SMALLEST = -1;
  const LARGEST = 4;
  const root = document.documentElement;
  const read = () => {
    try {
      return Number(localStorage.getItem(kept)) || 0;
    } catch {
      return 0; // storage may be switched off
    }
  };
  let size = Math.min(Math.max(Math.round(read()), SMALLEST), LARGEST);
  const apply = () => {
    if (size) root.dataset.textSize = size;
    else delete root.dataset.textSize;
  };
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    const tools = document.querySelector("[data-text-sizes]");
    if (!tools) return;
    tools.hidden = false;
    const buttons = [...tools.querySelectorAll("button")];
    const told = tools.querySelector("[role=status]");
    const tell = () => {
      for (const button of buttons) {
        const goes = Number(button.value);
        const ends = (goes < 0 && size <= SMALLEST) || (goes > 0 && size >= LARGEST);
        button.setAttribute("aria-disabled", String(ends || (goes === 0 && size === 0)));
      }
    };
    tell();
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      const goes = Number(button.value);
      size = goes ? Math.min(Math.max(size + goes, SMALLEST), LARGEST) : 0;
      apply();
      tell();
      told.textContent = told.dataset.words.replace("{percent}", String(100 + 15 * size));
      try {
        localStorage.setItem(kept, String(size));
      } catch {
        // the choice then holds for this page only
      }
    });
  });
})();
