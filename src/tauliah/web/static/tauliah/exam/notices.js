// What the page says to all eyes, and politely to ears.
import { part } from "./room.js";

const shown = new Map();

// One notice for each name; showing it again changes its words.
export function showNotice(name, { tone = "warning", title = "", text = "", link = null }) {
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
  notice.querySelector("[data-text]").textContent = text;
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
}

export function hideNotice(name) {
  shown.get(name)?.remove();
  shown.delete(name);
}

export function announce(sentence) {
  part("announcer").textContent = sentence;
}
