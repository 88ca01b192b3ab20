// The code on a certificate, checked without a network: what stands on it, signed, in one text.
// Its form is told where the site makes it (`tauliah.core.credentials.certificate_codes`).

import { Fault } from "./json.js";
import { sha256 } from "./canonical.js";
import { fits, isMarked, noteAll } from "./credential.js";

const LONGEST = 2_000;
const PARTS =
  /^T1\.([A-Z0-9-]{1,30})\.([\w-]{1,60})\.(\d{4})(\d\d)(\d\d)\.(\d{1,9})-(\d{1,9})\.([nd])([\w-]{1,700})\.([\w-]{8})\.([\w-]{86})$/;

// Whether a text may be that of a code.
export function holdsCode(text) {
  return text.length <= LONGEST && PARTS.test(text.slice(text.lastIndexOf("#") + 1).trim());
}

// Gives {facts, checks} as `verified` does for a credential; `facts` are null unless the signature
// holds.
export async function verifiedCode(text, known, at) {
  const said = { facts: null, checks: [] };
  await noteAll(said.checks, async (note) => {
    if (!holdsCode(text)) throw new Fault("no-code");
    const code = text.slice(text.lastIndexOf("#") + 1).trim();
    const [, number, letters, year, month, day, list, index, kind, name, mark, signature] =
      PARTS.exec(code);
    const facts = {
      number,
      letters: words(letters),
      day: `${year}-${month}-${day}`,
      name: kind === "n" ? words(name) : "",
      digest: kind === "d" ? name : "",
    };
    if (Number.isNaN(Date.parse(facts.day))) throw new Fault("no-code");
    note("passed", "code-readable");
    const message = `tauliah certificate code\n${known.own}\n${code.slice(0, code.lastIndexOf("."))}`;
    const bytes = new TextEncoder().encode(message);
    const own = [];
    for (const key of Object.values(known.issuers[known.own])) {
      if ((await markOf(key)) === mark) own.push(key);
    }
    if (!own.length) throw new Fault("code-foreign-key");
    if (!(await fits(own[0], unpacked(signature), bytes))) throw new Fault("code-altered");
    said.facts = facts;
    note("passed", "code-signed");
    note("passed", "ours");
    // the day as the clocks of this device count it
    const today = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
    if (facts.day > today.slice(0, 10)) throw new Fault("not-yet", facts.day);
    note("passed", "code-conferred");
    const address = `${known.listsAt}${Number(list)}`;
    const lists = [address, `${address}/suspension`].map((one) => known.lists[one]);
    if (!lists[0]) {
      note("not-checked", "needs-list");
      return;
    }
    for (const one of lists.filter(Boolean)) {
      if (await isMarked(one, Number(index))) {
        throw new Fault(one.purpose === "suspension" ? "suspended" : "revoked");
      }
    }
    note("passed", "not-revoked");
  });
  return said;
}

// Whether a name that somebody reads on a certificate is the one that the code keeps back.
export async function isOfName(facts, name) {
  const folded = name.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  const digest = await sha256(`tauliah name\n${facts.number}\n${folded}`);
  return packed(digest.subarray(0, 16)) === facts.digest;
}

async function markOf(key) {
  const raw = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
  return packed(new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).subarray(0, 6));
}

function packed(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// A spelling that does not give the same bytes back has more than one meaning.
function unpacked(text) {
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
    if (packed(bytes) === text) return bytes;
  } catch {
    // answered below
  }
  throw new Fault("no-code");
}

function words(text) {
  const bytes = unpacked(text);
  try {
    const plain = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!/[\u0000-\u001f\u007f-\u009f]/.test(plain)) return plain;
  } catch {
    // answered below
  }
  throw new Fault("no-code");
}
