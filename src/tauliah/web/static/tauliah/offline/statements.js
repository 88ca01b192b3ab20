// From a JSON-LD document to the statements that a signature covers: JSON-LD 1.1 as far as the
// vocabularies go that this page carries. What goes further is refused, never left out.

import { Fault, canonicalJson } from "./json.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:[^\u0000-\u0020<>"{}|\\^`\u007f]*$/;
const KEYWORDS = new Set(["@id", "@type", "@value", "@language", "@context", "@graph", "@list"]);
const READ_IN_TERMS = new Set(["@id", "@type", "@container", "@context", "@protected"]);
const NATIVE = /^https?:\/\/www\.w3\.org\/2001\/XMLSchema#(?:boolean|integer|double|float|decimal)$/;
const NO_WORDS = { terms: new Map(), vocabulary: "", before: null };

// The statements of a document, each [subject, predicate, object, graph] in the spelling of N-Quads;
// `vocabularies` are JSON-LD contexts by address.
export function statementsOf(document, vocabularies) {
  const world = { vocabularies, statements: [], blanks: 0 };
  nodeFrom(world, document, NO_WORDS, null, "");
  const unlike = new Map(world.statements.map((one) => [one.join(" "), one]));
  return [...unlike.values()];
}

function blank(world) {
  world.blanks += 1;
  return `_:n${world.blanks}`;
}

function address(text) {
  if (!ABSOLUTE.test(text) || text.includes("/./") || text.includes("/../")) {
    throw new Fault("not-an-address", text);
  }
  return `<${text}>`;
}

// Vocabularies: JSON-LD 1.1 API, section 4.1

function withWords(world, words, named, { isScoped = false, propagates = true } = {}) {
  let now = words;
  for (const one of [named].flat()) {
    let local = one;
    if (typeof one === "string") {
      local = world.vocabularies[one]?.["@context"];
      if (local === undefined) throw new Fault("unknown-context", one);
      if (Array.isArray(local) || typeof local === "string") {
        now = withWords(world, now, local, { isScoped });
        continue;
      }
    } else if (one === null || typeof one !== "object" || !isScoped) {
      throw new Fault("own-words");
    }
    now = withLocal(world, now, local, isScoped);
  }
  return propagates ? now : { ...now, before: now.before ?? words };
}

function withLocal(world, words, local, isScoped) {
  const next = { ...words, terms: new Map(words.terms) };
  if ("@vocab" in local) next.vocabulary = local["@vocab"];
  const defined = new Set();
  const making = { world, next, local, defined, isScoped, was: words.terms };
  for (const term of Object.keys(local)) if (!term.startsWith("@")) define(making, term);
  return next;
}

function define(making, term) {
  if (making.defined.has(term)) return;
  making.defined.add(term);
  const { local, next } = making;
  const said = local[term];
  const isSimple = typeof said === "string";
  const value = isSimple ? { "@id": said } : said;
  if (value === null || typeof value !== "object") throw new Fault("own-words", term);
  for (const name of Object.keys(value)) {
    if (!READ_IN_TERMS.has(name)) throw new Fault("own-words", name);
  }
  const meaning = meaningOf(next, value["@id"] ?? term, true, making);
  const type = value["@type"] ? meaningOf(next, value["@type"], true, making) : "";
  const made = {
    meaning,
    type,
    container: [value["@container"] ?? []].flat(),
    words: value["@context"],
    isPrefix: isSimple && /[:/?#[\]@]$/.test(meaning),
    isProtected: value["@protected"] ?? local["@protected"] ?? false,
  };
  const before = making.was.get(term);
  if (before?.isProtected && !making.isScoped) {
    if (!isSame(before, made)) throw new Fault("own-words", term);
    made.isProtected = true;
  }
  next.terms.set(term, made);
}

function isSame(one, other) {
  const plain = ({ isProtected, ...rest }) => JSON.stringify(rest);
  return plain(one) === plain(other);
}

function meaningOf(words, text, isWord, making = null) {
  if (text.startsWith("@")) return text;
  if (making && text in making.local && making.local[text] !== text) define(making, text);
  const own = words.terms.get(text);
  if (isWord && own) return own.meaning;
  const colon = text.indexOf(":");
  if (colon > 0) {
    const prefix = text.slice(0, colon);
    const rest = text.slice(colon + 1);
    if (prefix === "_") throw new Fault("not-an-address", text);
    if (rest.startsWith("//")) return text;
    if (making && prefix in making.local) define(making, prefix);
    const known = words.terms.get(prefix);
    return known?.isPrefix ? known.meaning + rest : text;
  }
  if (isWord && words.vocabulary) return words.vocabulary + text;
  throw new Fault(isWord ? "undefined-term" : "not-an-address", text);
}

// Nodes and values: JSON-LD 1.1 API, sections 5.1 and 8.1, at once

function nodeFrom(world, element, outer, term, graph) {
  let words = outer.before ?? outer;
  if (term?.words) words = withWords(world, words, term.words, { isScoped: true });
  if ("@context" in element) words = withWords(world, words, element["@context"]);
  const known = words;
  const members = Object.keys(element).filter((name) => name !== "@context");
  // other members may have their meaning from the vocabulary of a type
  const types = members
    .filter((name) => name === "@type" || known.terms.get(name)?.meaning === "@type")
    .flatMap((name) => [element[name]].flat());
  if (!types.every((one) => typeof one === "string")) throw new Fault("unfit-value", types);
  for (const type of [...types].sort()) {
    const scoped = known.terms.get(type)?.words;
    if (scoped) words = withWords(world, words, scoped, { isScoped: true, propagates: false });
  }
  const named = members.filter((name) => meaningOf(words, name, true) === "@id");
  if (named.length > 1) throw new Fault("twice", "@id");
  const id = named.length ? element[named[0]] : null;
  if (id !== null && typeof id !== "string") throw new Fault("not-an-address", id);
  const subject = id === null ? blank(world) : address(meaningOf(words, id, false));
  for (const type of types) {
    const meant = meaningOf(known, type, true);
    world.statements.push([subject, `<${RDF}type>`, typeTerm(meant, type), graph]);
  }
  for (const name of members) {
    const meaning = meaningOf(words, name, true);
    if (meaning === "@id" || meaning === "@type") continue;
    if (KEYWORDS.has(meaning) || meaning.startsWith("@")) throw new Fault("undefined-term", name);
    if (!ABSOLUTE.test(meaning)) throw new Fault("undefined-term", name);
    const property = { world, words, term: words.terms.get(name), graph };
    for (const object of objectsFrom(property, element[name])) {
      world.statements.push([subject, `<${meaning}>`, object, graph]);
    }
  }
  return subject;
}

function typeTerm(meant, type) {
  if (!ABSOLUTE.test(meant)) throw new Fault("undefined-term", type);
  return `<${meant}>`;
}

function objectsFrom(property, value) {
  const { world, term, graph } = property;
  if (term?.type === "@json") return [literal(canonicalJson(value), `${RDF}JSON`)];
  const container = term?.container ?? [];
  if (container.includes("@graph")) {
    return [value].flat().map((one) => {
      if (typeof one !== "object") throw new Fault("unfit-value", one);
      const name = blank(world);
      nodeFrom(world, one, property.words, term, name);
      return name;
    });
  }
  const objects = [value].flat().map((one) => objectFrom(property, one));
  if (!container.includes("@list")) return objects;
  return [
    objects.reduceRight((rest, one) => {
      const cell = blank(world);
      world.statements.push([cell, `<${RDF}first>`, one, graph]);
      world.statements.push([cell, `<${RDF}rest>`, rest, graph]);
      return cell;
    }, `<${RDF}nil>`),
  ];
}

function objectFrom({ world, words, term, graph }, value) {
  if (typeof value === "object") {
    if (value === null) throw new Fault("unfit-value", "null");
    return "@value" in value ? languageText(value) : nodeFrom(world, value, words, term, graph);
  }
  const type = term?.type ?? "";
  if (typeof value === "string" && (type === "@id" || type === "@vocab")) {
    const inside = term.words ? withWords(world, words, term.words, { isScoped: true }) : words;
    return address(meaningOf(inside, value, type === "@vocab"));
  }
  const datatype = type.startsWith("@") ? "" : type;
  if (datatype && (typeof value === "string") === NATIVE.test(datatype)) {
    throw new Fault("unfit-value", value);
  }
  if (typeof value === "string") return literal(value, datatype || `${XSD}string`);
  const own = typeof value === "boolean" ? "boolean" : "integer";
  return literal(String(value), datatype || XSD + own);
}

function languageText(value) {
  const { "@value": text, "@language": language, "@direction": direction, ...more } = value;
  const isFit =
    typeof text === "string" &&
    Object.keys(more).length === 0 &&
    ["ltr", "rtl", undefined].includes(direction) &&
    (language === undefined || /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(language));
  if (!isFit) throw new Fault("unfit-value", JSON.stringify(value));
  const plain = literal(text, `${XSD}string`);
  return language === undefined ? plain : `${plain}@${language.toLowerCase()}`;
}

const SHORT = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

// Spelled as canonical N-Quads spells a literal.
function literal(text, datatype) {
  const spelled = text.replace(
    /[\u0000-\u001f"\\\u007f]/g,
    (sign) =>
      SHORT[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return datatype === `${XSD}string` ? `"${spelled}"` : `"${spelled}"^^<${datatype}>`;
}
