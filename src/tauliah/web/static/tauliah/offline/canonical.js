// RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation of 2024), with SHA-256; the comments
// name the sections of the Recommendation.

import { Fault } from "./json.js";

const MOST_STEPS = 20_000;
const isBlank = (term) => term.startsWith("_:");
const PLACES = [
  ["s", 0],
  ["o", 2],
  ["g", 3],
];

export async function sha256(text) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// Texts by their code points, as the Recommendation sorts them; plain `<` goes by UTF-16.
function byCodePoint(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}

function line([subject, predicate, object, graph], named = (term) => term) {
  const end = graph ? ` ${named(graph)} .\n` : " .\n";
  return `${named(subject)} ${predicate} ${named(object)}${end}`;
}

class Labels {
  constructor(prefix, issued = new Map()) {
    this.prefix = prefix;
    this.issued = issued;
  }
  label(node) {
    if (!this.issued.has(node)) this.issued.set(node, `${this.prefix}${this.issued.size}`);
    return this.issued.get(node);
  }
  copy() {
    return new Labels(this.prefix, new Map(this.issued));
  }
}

// The canonical N-Quads of statements (4.4.3); Fault "too-tangled" where that takes too much work.
export async function canonicalLines(statements) {
  const work = { of: new Map(), first: new Map(), steps: MOST_STEPS, canonical: new Labels("_:c14n") };
  for (const one of statements) {
    for (const node of new Set(one.filter(isBlank))) {
      if (!work.of.has(node)) work.of.set(node, []);
      work.of.get(node).push(one);
    }
  }
  const alike = new Map();
  for (const node of work.of.keys()) {
    const told = await firstDegree(work, node);
    work.first.set(node, told);
    alike.set(told, [...(alike.get(told) ?? []), node]);
  }
  const groups = [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, nodes]) => nodes);
  for (const nodes of groups) if (nodes.length === 1) work.canonical.label(nodes[0]);
  for (const nodes of groups) if (nodes.length > 1) await labelAlike(work, nodes);
  const named = (term) => (isBlank(term) ? work.canonical.label(term) : term);
  return statements
    .map((one) => line(one, named))
    .sort(byCodePoint)
    .join("");
}

async function labelAlike(work, nodes) {
  const results = [];
  for (const node of nodes) {
    if (work.canonical.issued.has(node)) continue;
    const labels = new Labels("_:b");
    labels.label(node);
    results.push(await nDegree(work, node, labels));
  }
  results.sort((a, b) => (a.told < b.told ? -1 : a.told > b.told ? 1 : 0));
  for (const { labels } of results) for (const node of labels.issued.keys()) work.canonical.label(node);
}

// Hash First Degree Quads (4.6.3)
async function firstDegree(work, node) {
  const named = (term) => (term === node ? "_:a" : isBlank(term) ? "_:z" : term);
  const lines = work.of.get(node).map((one) => line(one, named));
  return hex(await sha256(lines.sort(byCodePoint).join("")));
}

// Hash Related Blank Node (4.7.3)
async function related(work, node, one, labels, place) {
  const known = work.canonical.issued.get(node) ?? labels.issued.get(node) ?? work.first.get(node);
  return hex(await sha256(place + (place === "g" ? "" : one[1]) + known));
}

// Hash N-Degree Quads (4.8.3)
async function nDegree(work, node, labels) {
  const neighbours = new Map();
  for (const one of work.of.get(node)) {
    for (const [place, at] of PLACES) {
      if (!isBlank(one[at]) || one[at] === node) continue;
      step(work);
      const told = await related(work, one[at], one, labels, place);
      neighbours.set(told, [...(neighbours.get(told) ?? []), one[at]]);
    }
  }
  let data = "";
  let now = labels;
  for (const [told, nodes] of [...neighbours].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const best = await shortest(work, nodes, now);
    now = best.labels;
    data += told + best.path;
  }
  return { told: hex(await sha256(data)), labels: now };
}

async function shortest(work, nodes, labels) {
  let chosen = null;
  for (const order of permutations(nodes)) {
    step(work);
    let copy = labels.copy();
    let path = "";
    const later = [];
    for (const node of order) {
      if (work.canonical.issued.has(node)) path += work.canonical.issued.get(node);
      else {
        if (!copy.issued.has(node)) later.push(node);
        path += copy.label(node);
      }
    }
    for (const node of later) {
      step(work);
      const deeper = await nDegree(work, node, copy);
      path += `${copy.label(node)}<${deeper.told}>`;
      copy = deeper.labels;
    }
    if (chosen === null || path < chosen.path) chosen = { path, labels: copy };
  }
  return chosen;
}

// All orders, each once: the name of a graph is met as often as the graph has statements.
function* permutations(items) {
  if (!items.length) yield [];
  for (const first of new Set(items)) {
    const rest = items.toSpliced(items.indexOf(first), 1);
    for (const order of permutations(rest)) yield [first, ...order];
  }
}

function step(work) {
  work.steps -= 1;
  if (work.steps < 0) throw new Fault("too-tangled");
}
