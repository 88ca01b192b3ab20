// The credential within a file: the file itself, what is baked into a PNG or SVG picture, or what is
// attached to a PDF.

import { Fault } from "./json.js";
import { textsOfPdf } from "./attachments.js";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "openbadgecredential";
const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
const MOST_BYTES = 1_000_000;

// The text of the credential in these bytes.
export async function credentialText(bytes) {
  if (bytes.length > MOST_BYTES) throw new Fault("too-large");
  if (PNG.every((byte, at) => bytes[at] === byte)) return only(textsOfPng(bytes));
  if (isPdf(bytes)) return only(await textsOfPdf(bytes, MOST_BYTES));
  const text = decoded(bytes);
  return /^\s*</.test(text) ? only(textsOfSvg(text)) : text;
}

// Whether a file says of itself that it is a PDF.
export function isPdf(bytes) {
  return /^(?:\u00ef\u00bb\u00bf)?\s*%PDF-/.test(String.fromCharCode(...bytes.subarray(0, 1000)));
}

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("not-json");
  }
}

function only(found) {
  if (found.length !== 1) throw new Fault(found.length ? "twice" : "no-credential");
  return found[0];
}

// The iTXt chunks with the keyword of Open Badges 3.0; PNG 1.2, sections 3 and 4.2.3.
function textsOfPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  let at = PNG.length;
  let kind = "";
  while (kind !== "IEND") {
    if (at + 12 > bytes.length) throw new Fault("broken-picture");
    const length = view.getUint32(at);
    kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > bytes.length) throw new Fault("broken-picture");
    const named = String.fromCharCode(...data.subarray(0, KEYWORD.length));
    if (kind === "iTXt" && named === KEYWORD && data[KEYWORD.length] === 0) {
      // not compressed, which the standard forbids; no language, no keyword in another language
      const isPlain = data.subarray(KEYWORD.length, KEYWORD.length + 5).every((byte) => byte === 0);
      if (!isPlain) throw new Fault("broken-picture");
      found.push(decoded(data.subarray(KEYWORD.length + 5)));
    }
    at += 12 + length;
  }
  return found;
}

function textsOfSvg(text) {
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) throw new Fault("broken-picture");
  const picture = new DOMParser().parseFromString(text, "image/svg+xml");
  if (picture.querySelector("parsererror")) throw new Fault("broken-picture");
  return [...picture.getElementsByTagNameNS(NAMESPACE, "credential")].map(
    (element) => element.getAttribute("verify") ?? element.textContent.trim(),
  );
}
