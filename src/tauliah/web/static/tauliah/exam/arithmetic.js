// Sums as a pocket calculator does them, read by rule and never run as a script.

const PRECEDENCE = { "+": 1, "-": 1, "*": 2, "/": 2 };
const DIGITS = 12; // as many as a double holds without showing how it holds them

// The value of a sum such as "12.5*(3+4)%"; NaN where it is none.
export function calculate(sum) {
  const parts = read(sum);
  if (!parts) return NaN;
  const reader = { parts, at: 0 };
  const value = sumFrom(reader, 1);
  return reader.at === parts.length ? rounded(value) : NaN;
}

// The spelling of a value: 0.3 and not 0.30000000000000004.
export function spelled(value) {
  return Number.isFinite(value) ? String(rounded(value)) : "";
}

function rounded(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) + 0 : NaN;
}

// Numbers and signs in their order; nothing where something else stands among them.
function read(sum) {
  const plain = sum
    .replaceAll(/[\s,]/g, "")
    .replaceAll("×", "*")
    .replaceAll("÷", "/")
    .replaceAll("−", "-");
  const parts = plain.match(/(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+*/()%√]/g) ?? [];
  return parts.length && parts.join("") === plain ? parts : null;
}

// Precedence climbing: what binds at least as strongly as `least`.
function sumFrom(reader, least) {
  let left = partFrom(reader);
  for (;;) {
    const sign = reader.parts[reader.at];
    const binds = PRECEDENCE[sign];
    if (!binds || binds < least) return left;
    reader.at += 1;
    const right = sumFrom(reader, binds + 1);
    if (sign === "+") left += right;
    else if (sign === "-") left -= right;
    else if (sign === "*") left *= right;
    else left /= right;
  }
}

function partFrom(reader) {
  const part = reader.parts[reader.at];
  reader.at += 1;
  if (part === "-") return -partFrom(reader);
  if (part === "+") return partFrom(reader);
  if (part === "√") return Math.sqrt(partFrom(reader));
  let value = NaN;
  if (part === "(") {
    value = sumFrom(reader, 1);
    if (reader.parts[reader.at] !== ")") return NaN;
    reader.at += 1;
  } else if (part !== undefined && /[\d.]/.test(part)) {
    value = Number(part);
  }
  while (reader.parts[reader.at] === "%") {
    reader.at += 1;
    value /= 100;
  }
  return value;
}
