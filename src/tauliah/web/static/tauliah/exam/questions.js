// The questions of the sheet: one shown at a time, and what the navigator says about each.
import { part, say } from "./room.js";

export class Questions {
  #sheet = part("sheet");
  #sections = [...this.#sheet.querySelectorAll(".exam-item")];
  #links = [...part("navigator").querySelectorAll("a")];
  #languageLinks = [...document.querySelectorAll('[data-part="language"]')];
  #current = 0;

  constructor({ onAnswer, onFlag }) {
    this.#sheet.addEventListener("submit", (event) => event.preventDefault());
    this.#sheet.addEventListener("change", ({ target }) => {
      const section = target.closest(".exam-item");
      if (!section) return;
      if (target.type === "radio") onAnswer(section.dataset.item, target.value);
      else onFlag(section.dataset.item, target.checked);
      this.refresh();
    });
    this.#sheet.addEventListener("click", (event) => {
      const link = event.target.closest("[data-number], [data-move]");
      if (link) {
        event.preventDefault();
        this.show(Number(link.hash.slice(2)) - 1);
      }
      if (event.target.closest("[data-clear]")) {
        const section = this.#sections[this.#current];
        for (const radio of radios(section)) radio.checked = false;
        radios(section)[0].focus();
        onAnswer(section.dataset.item, null);
        this.refresh();
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
    for (const link of this.#languageLinks) link.hash = hash;
    if (focus) {
      this.#sections[this.#current].querySelector("h2").focus({ preventScroll: true });
      scrollTo({ top: 0, behavior: "instant" });
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
    const radio = radios(this.#sections[this.#current])[place];
    if (!radio || radio.disabled) return;
    radio.focus();
    if (radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
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
    else for (const radio of radios(section)) radio.checked = radio.value === save.option;
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
    for (const input of this.#sheet.querySelectorAll("input, button")) input.disabled = true;
  }

  refresh() {
    let answered = 0;
    this.#sections.forEach((section, at) => {
      const isAnswered = radios(section).some((radio) => radio.checked);
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

function radios(section) {
  return [...section.querySelectorAll("input[type=radio]")];
}

function flagOf(section) {
  return section.querySelector("input[name=flag]");
}

function placeIn(hash) {
  return Number(/^#q(\d+)$/.exec(hash)?.[1] ?? 1) - 1;
}
