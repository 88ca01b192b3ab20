// Light, dark or as the system has it; read before the page is painted, so that nothing flashes.
(() => {
  const kept = "tauliah-theme";
  const read = () => {
    try {
      return localStorage.getItem(kept);
    } catch {
      return null; // storage may be switched off
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  apply(read());
  document.addEventListener("DOMContentLoaded", () => {
    const chooser = document.getElementById("theme-chooser");
    if (!chooser) return;
    chooser.closest("[hidden]")?.removeAttribute("hidden");
    chooser.value = document.documentElement.dataset.theme ?? "system";
    chooser.addEventListener("change", () => {
      try {
        localStorage.setItem(kept, chooser.value);
      } catch {
        // the choice then holds for this page only
      }
      apply(chooser.value);
    });
  });
})();
