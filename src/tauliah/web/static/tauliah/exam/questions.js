// The questions of the sheet: one shown at a time, and what the navigator says about each.
import { chooseOption, firstControl, isTyped, readAnswer, showAnswer } from "../js/item.js";
import { part, say } from "./room.js";
import { strike } from "./strikes.js";

const TYPING_PAUSE = 1_000; // after which what was typed is sent, before the field is left

export class Questions {
  #sheet = part("sheet");
  #sections = [...this.#sheet.querySelectorAll(".exam-item")];
  #links = [...part("navigator").querySelectorAll("a")];
  #current = 0;
  #onAnswer;
  #onPause;
  #given; // by item, the answer that was told last, so that nothing is told twice
  #typing = 0;

  // `onAnswer` is told each answer, while it is `typed` at each key; `onPause` that no more is typed.
  constructor({ onAnswer, onFlag, onPause }) {
    this.#onAnswer = onAnswer;
    this.#onPause = onPause;
    this.#given = new Map(this.#sections.map((one) => [one.dataset.item, deliveredIn(one)]));
    this.#sheet.addEventListener("submit", (event) => event.preventDefault());
    this.#sheet.addEventListener("change", ({ target }) => {
      const section = target.closest(".exam-item");
      if (!section) return;
      if (target.name === "flag") {
        onFlag(section.dataset.item, target.checked);
        this.refresh();
      } else {
        this.#take(section);
        this.#endTyping();
      }
    });
    this.#sheet.addEventListener("input", ({ target }) => {
      const section = target.closest(".exam-item");
      if (!section || !isTyped(target)) return;
      this.#take(section, { typed: true });
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#endTyping(), TYPING_PAUSE);
    });
    addEventListener("pagehide", () => this.takeTyped());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.takeTyped();
    });
    this.#sheet.addEventListener("click", (event) => {
      const link = event.target.closest("[data-number], [data-move]");
      if (link && link.hash) {
        event.preventDefault();
        this.show(Number(link.hash.slice(2)) - 1);
      }
      if (event.target.closest("[data-clear]")) {
        const section = this.#sections[this.#current];
        showAnswer(itemIn(section), null);
        firstControl(itemIn(section)).focus();
        this.#take(section);
      }
    });
    addEventListener("hashchange", () => this.show(placeIn(location.hash)));
    this.#sheet.dataset.live = "";
    this.refresh();
    this.show(placeIn(location.hash), { focus: false });
  }

  get hasPrevious() {
    return this.#current > 0;
  }

  get hasNext() {
    return this.#current < this.#sections.length - 1;
  }

  // Shows a question by its place from 0; its heading takes the focus, so that it is read out.
  show(place, { focus = true } = {}) {
    this.#current = Math.min(Math.max(0, place || 0), this.#sections.length - 1);
    this.#sections.forEach((section, at) => {
      section.classList.toggle("is-current", at === this.#current);
    });
    this.#links.forEach((link, at) => {
      if (at === this.#current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const hash = `#q${this.#current + 1}`;
    // a reload and the other language come back to the same question
    history.replaceState(history.state, "", hash);
    if (focus) {
      this.#sections[this.#current].querySelector("h2").focus({ preventScroll: true });
      bringIntoView(this.#sections[this.#current]);
    }
  }

  previous() {
    if (this.hasPrevious) this.show(this.#current - 1);
  }

  next() {
    if (this.hasNext) this.show(this.#current + 1);
  }

  // Chooses an option of the shown question by its place from 0.
  choose(place) {
    chooseOption(itemIn(this.#sections[this.#current]), place);
  }

  // Strikes out an option of the shown question by its place from 0; see strikes.js.
  strike(place) {
    return strike(this.#sections[this.#current], place);
  }

  // Brings the focus back to the shown question.
  focus() {
    this.#sections[this.#current].querySelector("h2").focus({ preventScroll: true });
  }

  get sections() {
    return this.#sections;
  }

  // Whether what a save says stands in the sheet already.
  has(save) {
    const section = this.#sections.find((one) => one.dataset.item === save.item);
    if (!section) return true;
    if ("flagged" in save) return flagOf(section).checked === save.flagged;
    return answerIn(section) === JSON.stringify(save.value);
  }

  // Tells what was changed in the page before its scripts listened.
  takeEarly() {
    for (const section of this.#sections) {
      this.#take(section);
      const flag = flagOf(section);
      if (flag.checked !== flag.defaultChecked) flag.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // Whether the shown question is flagged now.
  toggleFlag() {
    const box = flagOf(this.#sections[this.#current]);
    if (!box.disabled) box.click();
    return box.checked;
  }

  // What the outbox holds is newer than what the server knew when it made the page.
  apply(save) {
    const section = this.#sections.find((one) => one.dataset.item === save.item);
    if (!section) return;
    if ("flagged" in save) flagOf(section).checked = save.flagged;
    else {
      showAnswer(itemIn(section), save.value);
      this.#given.set(save.item, answerIn(section));
    }
    this.refresh();
  }

  // The numbers of items, each once, in their order, as a candidate knows them.
  numbersOf(saves) {
    const items = new Set(saves.map((save) => save.item));
    return this.#sections
      .filter((section) => items.has(section.dataset.item))
      .map((section) => section.dataset.position);
  }

  freeze() {
    this.#sheet.dataset.frozen = "";
    this.takeTyped();
    for (const input of this.#sheet.querySelectorAll("input, select, textarea, button")) {
      input.disabled = true;
    }
  }

  // Tells what was typed and not told yet, without waiting for a pause.
  takeTyped() {
    this.#take(this.#sections[this.#current]);
    this.#endTyping();
  }

  #endTyping() {
    clearTimeout(this.#typing);
    this.#onPause();
  }

  #take(section, how = {}) {
    const answer = answerIn(section);
    if (this.#given.get(section.dataset.item) !== answer) {
      this.#given.set(section.dataset.item, answer);
      this.#onAnswer(section.dataset.item, readAnswer(itemIn(section)), how);
    }
    this.refresh();
  }

  refresh() {
    let answered = 0;
    this.#sections.forEach((section, at) => {
      const isAnswered = readAnswer(itemIn(section)) !== null;
      const isFlagged = flagOf(section).checked;
      answered += isAnswered;
      section.querySelector("[data-clear]").hidden = !isAnswered;
      const link = this.#links[at];
      link.classList.toggle("is-answered", isAnswered);
      link.classList.toggle("is-flagged", isFlagged);
      const sentence = say(isFlagged ? "questionFlagged" : "question", {
        number: at + 1,
        state: say(isAnswered ? "answered" : "open"),
      });
      link.setAttribute("aria-label", sentence);
    });
    part("count").textContent = say("count", { answered, items: this.#sections.length });
  }
}

function itemIn(section) {
  return section.querySelector(".item");
}

function answerIn(section) {
  return JSON.stringify(readAnswer(itemIn(section)));
}

// The answer with which the server made the page, whatever was pressed since.
function deliveredIn(section) {
  const form = document.createElement("form");
  form.append(itemIn(section).cloneNode(true));
  form.reset();
  return answerIn(form);
}

function flagOf(section) {
  return section.querySelector("input[name=flag]");
}

function placeIn(hash) {
  return Number(/^#q(\d+)$/.exec(hash)?.[1] ?? 1) - 1;
}

// From the top of the page, unless notices would leave less than half of the screen to the question.
function bringIntoView(section) {
  const from = section.getBoundingClientRect().top + scrollY;
  const bar = document.querySelector(".exam-bar").offsetHeight;
  scrollTo({ top: from > innerHeight / 2 ? from - bar : 0, behavior: "instant" });
}
