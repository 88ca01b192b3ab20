// JSON as a credential may be written: no member twice, no fractions, nothing that hides.

const MOST_DEEP = 60;
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// What is wrong with a file: a code, and the part of it that shows what is meant.
export class Fault extends Error {
  constructor(code, what = "") {
    super(code);
    this.code = code;
    this.what = String(what).slice(0, 120);
  }
}

// The value that a text of JSON holds. Fault "not-json", "twice", "unfit-value", "too-deep".
export function readJson(text) {
  const reader = { text, at: 0 };
  const value = valueFrom(reader, 0);
  skipSpace(reader);
  if (reader.at < text.length) throw new Fault("not-json");
  return value;
}

function skipSpace(reader) {
  while (" \t\n\r".includes(reader.text[reader.at] ?? "x")) reader.at += 1;
}

function valueFrom(reader, deep) {
  if (deep > MOST_DEEP) throw new Fault("too-deep");
  skipSpace(reader);
  const sign = reader.text[reader.at];
  if (sign === "{") return objectFrom(reader, deep);
  if (sign === "[") return listFrom(reader, deep);
  if (sign === '"') return textFrom(reader);
  const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
  word.lastIndex = reader.at;
  const found = word.exec(reader.text)?.[0];
  if (found === undefined) throw new Fault("not-json");
  reader.at += found.length;
  if (found === "true" || found === "false") return found === "true";
  const number = Number(found);
  if (!/^-?\d+$/.test(found) || !Number.isSafeInteger(number) || Object.is(number, -0)) {
    throw new Fault("unfit-value", found);
  }
  return number;
}

function objectFrom(reader, deep) {
  const members = new Map();
  take(reader, "{");
  if (!isNext(reader, "}")) {
    do {
      skipSpace(reader);
      const name = textFrom(reader);
      if (members.has(name)) throw new Fault("twice", name);
      take(reader, ":");
      members.set(name, valueFrom(reader, deep + 1));
    } while (isNext(reader, ","));
    take(reader, "}");
  }
  return Object.assign(Object.create(null), Object.fromEntries(members));
}

function listFrom(reader, deep) {
  const items = [];
  take(reader, "[");
  if (isNext(reader, "]")) throw new Fault("unfit-value", "[]");
  do items.push(valueFrom(reader, deep + 1));
  while (isNext(reader, ","));
  take(reader, "]");
  if (items.some(Array.isArray)) throw new Fault("unfit-value", "[[");
  if (new Set(items.map((item) => JSON.stringify(item))).size < items.length) {
    throw new Fault("unfit-value", JSON.stringify(items));
  }
  return items;
}

function textFrom(reader) {
  const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
  text.lastIndex = reader.at;
  const found = text.exec(reader.text)?.[0];
  if (found === undefined) throw new Fault("not-json");
  reader.at += found.length;
  const value = JSON.parse(found);
  if (UNFIT.test(value)) throw new Fault("unfit-value", value);
  return value;
}

function isNext(reader, sign) {
  skipSpace(reader);
  if (reader.text[reader.at] !== sign) return false;
  reader.at += 1;
  return true;
}

function take(reader, sign) {
  if (!isNext(reader, sign)) throw new Fault("not-json");
}

// Canonical JSON (RFC 8785) of what `readJson` gives.
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(",")}}`;
}
