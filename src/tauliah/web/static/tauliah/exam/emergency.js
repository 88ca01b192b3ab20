// The emergency file: what could not be sent, encrypted so that only the house can read it.
import { leaseToken } from "./lease.js";
import { room } from "./room.js";

const FORMAT = "tauliah exam emergency 1";
const text = new TextEncoder();

// Whether this browser can make the file: the house has a key, and the page came over a safe line.
export function canMakeFile() {
  return Boolean(room.emergencyKey && globalThis.crypto?.subtle);
}

// Makes the file and hands it to the candidate; its name. `lease` is that of the tab that wrote them.
export async function downloadFile({ saves, known, clock, lease = leaseToken() }) {
  const name = `tauliah-emergency-${room.attempt.slice(-12)}.json`;
  const file = await sealed(JSON.stringify(contents({ saves, known, clock, lease })));
  const url = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}

function contents({ saves, known, clock, lease }) {
  const instant = (milliseconds) => new Date(milliseconds).toISOString();
  return {
    format: FORMAT,
    attempt: room.attempt,
    lease,
    known,
    made_at: instant(Math.max(clock.now(), ...saves.map(({ at }) => at))),
    saves: saves.map(({ item, client_sequence, at, ...said }) => ({
      item,
      client_sequence,
      at: instant(at),
      ...("flagged" in said ? { flagged: said.flagged } : { value: said.value }),
    })),
  };
}

// ECDH on P-256 with a key of this file alone, HKDF with SHA-256, AES-GCM: see the officer's side
// in sittings/emergency.py.
async function sealed(plain) {
  const { subtle } = crypto;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const housePoint = bytesOf(room.emergencyKey);
  const house = await subtle.importKey("raw", housePoint, curve, false, []);
  const own = await subtle.generateKey(curve, false, ["deriveBits"]);
  const ephemeral = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: house }, own.privateKey, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const purpose = text.encode(FORMAT);
  const info = joined(purpose, housePoint, ephemeral);
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = joined(purpose, ephemeral);
  const hidden = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text.encode(plain));
  return JSON.stringify({
    format: FORMAT,
    ephemeral: spelled(ephemeral),
    iv: spelled(iv),
    sealed: spelled(new Uint8Array(hidden)),
  });
}

function joined(...parts) {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function bytesOf(spelling) {
  const plain = atob(spelling.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function spelled(bytes) {
  let plain = "";
  for (const byte of bytes) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_");
}
