// The credential that is attached to a PDF, such as a certificate: ISO 32000-1, section 7.11.4.
// Nothing in a PDF is followed from one place to another; it is looked through once.

import { Fault } from "./json.js";

const MOST_ATTACHMENTS = 20;
const LONGEST_HEAD = 2_000;
const TOKEN = /^\s*[\w-]+\.[\w-]+\.[\w-]+\s*$/;

// The texts that may be credentials among the files attached to the PDF in these bytes, each once;
// of none more than `most` bytes are unpacked.
export async function textsOfPdf(bytes, most) {
  // one sign for each byte
  const text = new TextDecoder("latin1").decode(bytes);
  if (/\/Encrypt\s*(?:<<|\d{1,9}\s+\d{1,5}\s+R)/.test(text)) throw new Fault("locked-pdf");
  const found = new Set();
  let seen = 0;
  for (const { index } of text.matchAll(/\/EmbeddedFile(?![A-Za-z0-9#_-])/g)) {
    seen += 1;
    if (seen > MOST_ATTACHMENTS) throw new Fault("too-many-attachments");
    const content = await contentAt(text, bytes, index, most);
    if (/^\ufeff?[ \t\r\n]*\{/.test(content) || TOKEN.test(content)) found.add(content);
  }
  if (!found.size) throw new Fault("no-attachment");
  return [...found];
}

async function contentAt(text, bytes, at, most) {
  const begins = text.slice(Math.max(0, at - LONGEST_HEAD), at).lastIndexOf("obj");
  const stream = text.slice(at, at + LONGEST_HEAD).indexOf("stream");
  if (begins < 0 || stream < 0) return "";
  const head = text.slice(Math.max(0, at - LONGEST_HEAD) + begins, at + stream);
  let body = at + stream + "stream".length;
  body += text.startsWith("\r\n", body) ? 2 : 1;
  const length = /\/Length\s+(\d{1,9})(?!\s+\d+\s+R|\d)/.exec(head);
  let end = length ? body + Number(length[1]) : -1;
  if (end < 0 || !/^\s{0,3}endstream/.test(text.slice(end, end + 12))) {
    end = text.indexOf("endstream", body);
  }
  if (end < 0) return "";
  const isPacked = head.includes("/Filter");
  const isFlate = /\/Filter\s*(?:\/FlateDecode(?![A-Za-z0-9])|\[\s*\/FlateDecode\s*\])/.test(head);
  if (isPacked && !isFlate) return "";
  const data = bytes.subarray(body, end);
  try {
    const plain = isPacked ? await unpacked(data, most) : data;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    // packed in a way that is not read here, too large for a credential, or no text
    return "";
  }
}

async function unpacked(data, most) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Fault("too-large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
