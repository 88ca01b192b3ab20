// The paragraphs of a lesson as the server names them, and the part of one that is selected.

export const prose = document.querySelector("[data-lesson] .prose");
export const paragraphs = prose
  ? [...prose.querySelectorAll("p[id^='p-'], li[id^='p-'], tr[id^='p-']")]
  : [];

export const normal = (text) => text.replace(/\s+/g, " ").trim();

// What a paragraph says without the list in it, whose entries are paragraphs of their own.
export function ownText(paragraph) {
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  const inner = listIn(paragraph);
  if (inner) whole.setEndBefore(inner);
  return normal(whole.toString());
}

function listIn(paragraph) {
  return paragraph.querySelector(":scope > ul, :scope > ol");
}

function paragraphAt(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const found = element?.closest("p[id^='p-'], li[id^='p-'], tr[id^='p-']");
  return found && prose.contains(found) ? found : null;
}

// The selected words of one paragraph, that in which the selection begins; null where there are none.
export function selected() {
  const selection = document.getSelection();
  if (!prose || !selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  let paragraph = paragraphAt(range.startContainer);
  if (!paragraph) {
    // from a heading into the text below it
    paragraph = paragraphs.find((one) => range.intersectsNode(one)) ?? null;
    if (!paragraph) return null;
    range.setStart(paragraph, 0);
  }
  if (!paragraph.contains(range.endContainer)) range.setEnd(paragraph, paragraph.childNodes.length);
  const inner = listIn(paragraph);
  if (inner?.contains(range.endContainer)) range.setEndBefore(inner);
  const exact = normal(range.toString());
  if (!exact) return null;
  const before = document.createRange();
  before.selectNodeContents(paragraph);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = normal(before.toString());
  return { paragraph: paragraph.id, exact, start: lead ? [...lead].length + 1 : 0 };
}
