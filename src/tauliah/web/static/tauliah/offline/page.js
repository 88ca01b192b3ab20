// What a person does with the page: drop a file, choose one, or paste a text; read the answer.

import { verified } from "./credential.js";
import { holdsCode, isOfName, verifiedCode } from "./code.js";
import { codeBeforeCamera, codesInPhotograph } from "./codes.js";
import { Fault } from "./json.js";
import { credentialText, isPdf } from "./pictures.js";

const known = JSON.parse(document.getElementById("known").textContent);
let language = "en";
let last = null;

const shown = (id) => document.getElementById(id);
const say = (name) => known.words[language][name] ?? name;

function make(tag, text, kind = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function told(moment) {
  const day = new Date(moment);
  if (Number.isNaN(day.getTime())) return "";
  return day.toLocaleDateString(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric" });
}

function speak(next) {
  language = next;
  document.documentElement.lang = language;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.setAttribute("aria-pressed", String(button.dataset.speak === language));
  }
  shown("made").textContent = say("made").replace("{day}", told(known.made));
  if (last) show(last);
}

// `read` gives {text, isAttached}: the latter where the text comes out of a PDF.
async function check(read) {
  let answer;
  try {
    const { text, isAttached } = await read();
    const isCode = holdsCode(text);
    const act = isCode ? verifiedCode : verified;
    answer = { ...(await act(text, known, new Date())), isAttached, isCode };
  } catch (fault) {
    answer = await verified("", known, new Date());
    answer.checks[0].code = fault.code ?? "not-json";
  }
  last = answer;
  shown("name").value = "";
  shown("same").textContent = "";
  show(answer);
  shown("verdict").focus();
}

// The one sentence that a reader takes away.
function verdictOf(checks) {
  const failed = checks.find((check) => check.outcome === "failed");
  if (failed) {
    if (["revoked", "suspended"].includes(failed.code)) return [failed.code, "bad"];
    if (["old-browser", "many-proofs"].includes(failed.code)) {
      return ["unable", "unsure"];
    }
    if (failed.code === "code-foreign-key") return ["stranger", "unsure"];
    if (failed.name === "issuer") return ["stranger", "unsure"];
    if (failed.name === "readable") return ["no-credential-verdict", "bad"];
    return [failed.name === "expiry" ? "out-of-force" : "do-not-rely", "bad"];
  }
  return checks.some((check) => check.outcome === "not-checked")
    ? ["genuine-unsure", "unsure"]
    : ["genuine", "good"];
}

function show({ document: credential, facts, checks, isAttached, isCode }) {
  const [verdict, kind] = verdictOf(checks);
  const ofCode = (name) => (isCode && known.words[language][`code-${name}`] ? `code-${name}` : name);
  shown("answer").hidden = false;
  shown("answer").className = `answer ${kind}`;
  shown("verdict").textContent = say(ofCode(verdict));
  const meaning = say(ofCode(`${verdict}-meaning`));
  shown("meaning").textContent = meaning.replace("{day}", told(known.made));
  const isSigned = checks[1].outcome === "passed";
  const signed = isCode ? factsOfCode : factsOf;
  shown("facts").replaceChildren(...(isSigned ? signed(facts ?? credential) : []));
  shown("paper").hidden = !(isSigned && (isCode || isAttached));
  shown("compare").hidden = !facts?.digest;
  shown("checks").replaceChildren(
    ...checks.map((check) => {
      const item = document.createElement("li");
      item.className = check.outcome;
      item.append(make("strong", `${say(`name-${check.name}`)}: ${say(check.outcome)}`));
      if (check.code !== check.outcome) {
        const why = say(check.code).replace("{what}", check.what);
        item.append(make("p", why.replace("{day}", told(known.made))));
      }
      return item;
    }),
  );
}

function factsOf(credential) {
  const subject = [credential.credentialSubject].flat()[0] ?? {};
  const achievement = subject.achievement ?? {};
  const name = [subject.identifier ?? []]
    .flat()
    .find((one) => one.identityType === "name" && one.hashed === false);
  const rows = [
    ["holder", name?.identityHash],
    ["designation", achievement.name ?? credential.name],
    ["letters", achievement.humanCode],
    ["number", subject.licenseNumber],
    ["conferred", told(credential.validFrom)],
    ["until", credential.validUntil && told(credential.validUntil)],
    ["issuer", credential.issuer.name ?? credential.issuer.id ?? credential.issuer],
  ];
  return listed(rows);
}

function factsOfCode({ number, letters, day, name }) {
  return listed([
    ["holder", name || say("name-kept-back")],
    ["letters", letters],
    ["number", number],
    ["conferred", told(`${day}T12:00:00`)],
    ["issuer", say("body")],
  ]);
}

function listed(rows) {
  return rows
    .filter(([, value]) => typeof value === "string" && value)
    .flatMap(([label, value]) => {
      const said = make("dd", "");
      said.append(make("bdi", value));
      return [make("dt", say(label)), said];
    });
}

const opened = (file) => async () => {
  const isPicture = file.type.startsWith("image/") && file.type !== "image/svg+xml";
  if (isPicture && file.type !== "image/png") return photographed(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return { text: await credentialText(bytes), isAttached: isPdf(bytes) };
  } catch (fault) {
    if (!isPicture || !["no-credential", "not-json", "too-large"].includes(fault.code)) throw fault;
    return photographed(file);
  }
};

// The code of a certificate in a photograph or a screenshot.
async function photographed(file) {
  const seen = await codesInPhotograph(file);
  const codes = seen.filter(holdsCode);
  if (codes.length !== 1) {
    throw new Fault(codes.length ? "two-codes" : seen.length ? "other-code" : "no-code-seen");
  }
  return { text: codes[0], isAttached: false };
}

let looking = null;

async function look() {
  looking = new AbortController();
  shown("looking").hidden = false;
  shown("look").hidden = true;
  tell("hold-still");
  const { signal } = looking;
  try {
    const text = await codeBeforeCamera(shown("video"), {
      wanted: holdsCode,
      other: () => tell("other-code"),
      signal,
    });
    tell("");
    if (text) check(async () => ({ text, isAttached: false }));
  } catch (fault) {
    tell(fault.code ?? "camera-busy");
  }
  shown("looking").hidden = true;
  shown("look").hidden = false;
}

// What the camera is about, said again where the language changes.
function tell(name) {
  shown("camera-says").dataset.say = name;
  shown("camera-says").textContent = name ? say(name) : "";
}

shown("look").addEventListener("click", look);
shown("stop").addEventListener("click", () => {
  looking.abort();
  shown("look").hidden = false;
  shown("look").focus();
});
shown("photo").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) check(() => photographed(file));
});
shown("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) check(opened(file));
});
shown("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = shown("text").value;
  const pasted = async () => ({
    text: holdsCode(text) ? text : await credentialText(new TextEncoder().encode(text)),
    isAttached: false,
  });
  check(pasted);
});
shown("compare").addEventListener("submit", async (event) => {
  event.preventDefault();
  const isSame = await isOfName(last.facts, shown("name").value);
  shown("same").textContent = say(isSame ? "same-name" : "other-name");
  shown("same").className = isSame ? "passed" : "failed";
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) check(opened(file));
});
for (const button of document.querySelectorAll("[data-speak]")) {
  button.addEventListener("click", () => speak(button.dataset.speak));
}
speak(known.words[navigator.language.slice(0, 2)] ? navigator.language.slice(0, 2) : "en");
