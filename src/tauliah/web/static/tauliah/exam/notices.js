// What the page says to all eyes, and politely to ears.
import { part } from "./room.js";

const shown = new Map();

// One notice for each name; showing it again changes its words. `link` leads somewhere, each of
// `acts` is a button: {text, act}.
export function showNotice(name, { tone = "warning", title = "", text = "", link = null, acts = [] }) {
  let notice = shown.get(name);
  if (!notice) {
    const template = document.getElementById(`notice-${tone}`);
    notice = template.content.firstElementChild.cloneNode(true);
    shown.set(name, notice);
    part("notices").append(notice);
  }
  const heading = notice.querySelector(".notice-title");
  heading.textContent = title;
  heading.hidden = !title;
  const said = notice.querySelector("[data-text]");
  said.textContent = text;
  said.hidden = !text;
  const anchor = notice.querySelector("a");
  anchor.hidden = !link;
  if (link) {
    anchor.href = link.url;
    anchor.textContent = link.text;
    if (link.newTab) {
      anchor.target = "_blank";
      anchor.rel = "noopener";
    }
  }
  showActs(notice.querySelector("[data-acts]"), acts);
}

export function hideNotice(name) {
  shown.get(name)?.remove();
  shown.delete(name);
}

export function announce(sentence) {
  part("announcer").textContent = sentence;
}

// Kept where they are, so that a button does not lose the focus when its notice is told again.
function showActs(place, acts) {
  const texts = acts.map(({ text }) => text).join("\n");
  if (place.dataset.said === texts) return;
  place.dataset.said = texts;
  const buttons = acts.map(({ text, act }, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = at ? "button button-small button-quiet" : "button button-small";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  });
  place.replaceChildren(...buttons);
  place.hidden = !acts.length;
}
