// The checks of a credential without a network, in the order of the site: can it be read, was it
// left as it was signed, who issued it, is it in force, was it revoked when this page was made.

import { Fault, canonicalJson, readJson } from "./json.js";
import { canonicalLines, sha256 } from "./canonical.js";
import { statementsOf } from "./statements.js";

const V2 = "https://www.w3.org/ns/credentials/v2";
const PURPOSE = "assertionMethod";
const SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"];
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const MOMENT =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
export const CHECKS = ["readable", "signature", "issuer", "expiry", "revocation"];

// `known` is what the page carries: vocabularies by address; issuers, each with its keys; status
// lists by address. Gives {document, checks}, one check of each name: {name, outcome, code, what}.
export async function verified(text, known, at) {
  const said = { document: null, checks: [] };
  await noteAll(said.checks, async (note) => {
    const signed = read(text);
    note("passed", "readable");
    said.document = signed.document;
    const issuer = named(signed.document.issuer);
    const keys = known.issuers[issuer];
    if (!keys) {
      note("not-checked", "needs-keys");
      note("failed", "unknown-issuer", issuer);
      return;
    }
    await checkSignature(signed, keys, known, at);
    note("passed", "signed");
    note("passed", issuer === known.own ? "ours" : "trusted", issuer);
    checkDates(signed.document, at);
    note("passed", "in-force");
    const { outcome, code } = await standing(signed.document, known);
    note(outcome, code);
  });
  return said;
}

// Makes the checks one after another, each with `note(outcome, code, what)`: a Fault fails the one
// at hand, and those behind it are not made.
export async function noteAll(checks, make) {
  const note = (outcome, code, what = "") =>
    checks.push({ name: CHECKS[checks.length], outcome, code, what });
  try {
    await make(note);
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault("not-json");
    note("failed", fault.code, fault.what);
  }
  while (checks.length < CHECKS.length) note("not-checked", "not-checked");
}

function named(one) {
  const name = typeof one === "object" && one ? one.id : one;
  return typeof name === "string" ? name : "";
}

// A credential with its proof, or as a token (VC-JWT).
function read(text) {
  const token = /^\s*([\w-]+)\.([\w-]+)\.([\w-]+)\s*$/.exec(text);
  const document = readJson(token ? words(unpacked(token[2])) : text);
  if (document === null || typeof document !== "object" || Array.isArray(document)) {
    throw new Fault("not-credential");
  }
  if (!token) return { document: refusedUnlessCredential(document), token: null };
  const { iss, sub, jti, nbf, exp, iat, ...rest } = document;
  const subject = rest.credentialSubject;
  const agrees =
    [named(rest.issuer), undefined].includes(iss) &&
    [rest.id, undefined].includes(jti) &&
    [named(subject), undefined].includes(sub) &&
    [nbf, exp, iat].every((one) => one === undefined || Number.isSafeInteger(one));
  if (!agrees || "vc" in rest || "vp" in rest) throw new Fault("contradicts-itself");
  const header = readJson(words(unpacked(token[1])));
  const isPlain = !["crit", "jwk", "jku", "x5c", "x5u", "b64", "zip"].some((one) => one in header);
  if (!["EdDSA", "Ed25519"].includes(header.alg) || !isPlain) throw new Fault("strange-proof");
  const inForce = { nbf, exp };
  return {
    document: refusedUnlessCredential(rest),
    token: { kid: header.kid, signed: `${token[1]}.${token[2]}`, value: unpacked(token[3]), inForce },
  };
}

function refusedUnlessCredential(document) {
  const types = [document.type].flat();
  const context = [document["@context"]].flat();
  const isOne = types.includes("VerifiableCredential") && context[0] === V2;
  if (!isOne || !document.credentialSubject || !named(document.issuer)) {
    throw new Fault("not-credential");
  }
  return document;
}

async function checkSignature({ document, token }, keys, known, at) {
  if (token) {
    const name = String(token.kid);
    const key = keys[name.startsWith("#") ? named(document.issuer) + name : name];
    if (!key) throw new Fault("foreign-key");
    const bytes = new TextEncoder().encode(token.signed);
    if (!(await fits(key, token.value, bytes))) throw new Fault("altered");
    const second = at.getTime() / 1000;
    const { nbf = -Infinity, exp = Infinity } = token.inForce;
    if (second < nbf || second >= exp) throw new Fault("proof-expired");
    return;
  }
  const proof = document.proof;
  if (proof === undefined) throw new Fault("no-proof");
  if (Array.isArray(proof)) throw new Fault("many-proofs");
  const isKnown =
    proof.type === "DataIntegrityProof" &&
    SUITES.includes(proof.cryptosuite) &&
    proof.proofPurpose === PURPOSE &&
    typeof proof.proofValue === "string" &&
    proof.previousProof === undefined;
  if (!isKnown) throw new Fault("strange-proof");
  if (proof.expires !== undefined && at >= moment(proof.expires)) throw new Fault("proof-expired");
  const key = keys[proof.verificationMethod];
  if (!key) throw new Fault("foreign-key");
  const { proof: _, ...unsigned } = document;
  const { proofValue, ...options } = proof;
  const spell =
    proof.cryptosuite === SUITES[0]
      ? (one) => canonicalLines(statementsOf(one, known.vocabularies))
      : async (one) => canonicalJson(one);
  const config =
    proof.cryptosuite === SUITES[0] ? { ...options, "@context": document["@context"] } : options;
  const message = new Uint8Array(64);
  message.set(await sha256(await spell(config)), 0);
  message.set(await sha256(await spell(unsigned)), 32);
  if (!(await fits(key, base58(proofValue), message))) throw new Fault("altered");
}

// Whether an Ed25519 key (hexadecimal) made this signature over the message.
export async function fits(key, signature, message) {
  let imported;
  try {
    const raw = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
    imported = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    throw new Fault("old-browser");
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

function moment(text) {
  if (typeof text !== "string" || !MOMENT.test(text)) throw new Fault("bad-moment", text);
  return new Date(text);
}

function checkDates(document, at) {
  if (document.validFrom !== undefined && at < moment(document.validFrom)) {
    throw new Fault("not-yet", document.validFrom);
  }
  if (document.validUntil !== undefined && at > moment(document.validUntil)) {
    throw new Fault("expired", document.validUntil);
  }
}

// By the lists as they were when the page was made: a later decision is not known here.
async function standing(document, known) {
  if (document.credentialStatus === undefined) return { outcome: "passed", code: "no-list" };
  for (const place of [document.credentialStatus].flat()) {
    const list = known.lists[place.statusListCredential];
    const index = Number(place.statusListIndex);
    if (!list || list.purpose !== place.statusPurpose) {
      return { outcome: "not-checked", code: "needs-list" };
    }
    if (await isMarked(list, index)) {
      throw new Fault(list.purpose === "suspension" ? "suspended" : "revoked");
    }
  }
  return { outcome: "passed", code: "not-revoked" };
}

// Whether a place of a status list is marked; Fault "bad-place" where the list has none such.
export async function isMarked(list, index) {
  const bits = await unzipped(list.bits);
  if (!Number.isSafeInteger(index) || index < 0 || index >= bits.length * 8) {
    throw new Fault("bad-place");
  }
  return Boolean((bits[index >> 3] >> (7 - (index & 7))) & 1);
}

async function unzipped(text) {
  const stream = new Blob([unpacked(text)]).stream();
  const plain = stream.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

function unpacked(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

const words = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

// The bytes of a base58-btc multibase text such as `z3Ab...`.
function base58(text) {
  if (!/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/.test(text)) throw new Fault("altered");
  let number = 0n;
  for (const sign of text.slice(1)) number = number * 58n + BigInt(BASE58.indexOf(sign));
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  for (const sign of text.slice(1)) {
    if (sign !== "1") break;
    bytes.unshift(0);
  }
  return Uint8Array.from(bytes);
}
