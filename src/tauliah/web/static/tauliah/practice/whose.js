// Whose practice is in this browser: the mark of a person, kept where every page can read it at once.

const WHOSE = "tauliah-practice";

// Null for nobody's.
export function whosePractice() {
  try {
    return localStorage.getItem(WHOSE);
  } catch {
    return null; // storage is switched off: nothing was taken along either
  }
}

export function noteWhose(person) {
  localStorage.setItem(WHOSE, person);
}

export function noteNobody() {
  localStorage.removeItem(WHOSE);
}

// Calls `act` when another tab has removed what is here, at a log-out for instance.
export function whenNobodys(act) {
  addEventListener("storage", () => {
    if (!whosePractice()) act();
  });
}
