// Draws a card or a practice item from the templates of the page, in either language.
import { enliven, readAnswer, showAnswer } from "../js/item.js";
import { isRight } from "./queue.js";
import { say } from "./words.js";

const NAMES = { en: "English", ms: "Bahasa Melayu" };

export function drawn(template) {
  const copy = document.getElementById(template).content.cloneNode(true);
  return copy.firstElementChild;
}

// What is common to both: the topic, the language it stands in, and the way to the other one.
class Drawing {
  constructor(unit, template) {
    this.unit = unit;
    this.language = document.documentElement.lang;
    this.root = drawn(template);
    this.part("topic").textContent = unit.topic[this.language];
    this.part("flip").addEventListener("click", () => this.flip());
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  flip() {
    this.language = this.other;
    this.write();
  }

  get other() {
    return Object.keys(NAMES).find((one) => one !== this.language);
  }

  writeFlip() {
    const flip = this.part("flip");
    flip.textContent = NAMES[this.other];
    flip.lang = this.other;
  }
}

export class DrawnCard extends Drawing {
  constructor(unit, rate) {
    super(unit, "practice-card");
    this.details = this.root.querySelector("details");
    this.part("leech").hidden = !unit.is_leech;
    this.part("leech-lesson").textContent = unit.lesson[document.documentElement.lang];
    for (const button of this.root.querySelectorAll("[data-rating]")) {
      button.addEventListener("click", () => rate(Number(button.dataset.rating)));
    }
    this.write();
  }

  get isOpen() {
    return this.details.open;
  }

  write() {
    for (const side of ["front", "back"]) {
      this.part(side).textContent = this.unit[side][this.language];
      this.part(side).lang = this.language;
    }
    this.writeFlip();
  }

  open() {
    this.details.open = true;
    this.root.querySelector("[data-rating]").scrollIntoView({ block: "nearest" });
  }

  focus() {
    this.root.querySelector("summary").focus();
  }
}

export class DrawnItem extends Drawing {
  // `answer` is called with a value that is not empty, once; `next` when the person goes on.
  constructor(unit, answer, next) {
    super(unit, "practice-item");
    this.value = null;
    this.part("next").addEventListener("click", next);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = this.read();
      this.part("empty").hidden = value !== null;
      if (value !== null && this.value === null) answer(value);
    });
    this.write();
  }

  get isOpen() {
    return this.value !== null;
  }

  read() {
    const value = readAnswer(this.root.querySelector(".item"));
    // a number is read by the rules of the language that it was asked in
    return this.unit.shape === "number" && value ? { ...value, language: this.language } : value;
  }

  write() {
    const asked = this.part("asked");
    const given = this.value ?? (asked.firstElementChild ? this.read() : null);
    // our own templates made it, and they let no script through
    asked.innerHTML = this.unit.asked[this.language];
    asked.lang = this.language;
    const item = asked.querySelector(".item");
    enliven(item);
    if (given !== null) showAnswer(item, given);
    if (this.isOpen) this.#tell(item);
    this.writeFlip();
  }

  // Shows what is right beside the answer, and the reasons.
  judge(value) {
    this.value = value;
    const right = this.unit.is_marked_by_people ? null : isRight(this.unit.key, value);
    const word = right === null ? "compare" : right ? "right" : "notRight";
    this.part("verdict").textContent = say(word);
    this.part("judged").hidden = false;
    this.part("answer").hidden = true;
    this.#tell(this.root.querySelector(".item"));
    this.part("verdict").focus();
  }

  focus() {
    this.root.querySelector(".item :is(input, select, textarea)")?.focus();
  }

  #tell(item) {
    for (const control of item.querySelectorAll("input, select, textarea")) control.disabled = true;
    const told = this.part("told");
    told.innerHTML = this.unit.told[this.language];
    told.lang = this.language;
    // the options stand once more with their reasons
    const options = item.querySelector(".options");
    if (options) options.hidden = told.querySelector("[data-option]") !== null;
    const chosen = [this.value].flat();
    for (const option of told.querySelectorAll("[data-option]")) {
      const isChosen = chosen.includes(option.dataset.option);
      option.querySelector("[data-yours]").hidden = !isChosen;
      option.classList.toggle("is-wrong", isChosen && !option.classList.contains("is-right"));
    }
    for (const spot of item.querySelectorAll("[data-spot]")) {
      spot.classList.toggle("is-key", spot.dataset.spot === this.unit.key);
    }
  }
}
