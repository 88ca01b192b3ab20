// Reads the code on a certificate by the camera or from a photo, and sends its text as if it were typed.
// What reads codes is loaded only once somebody asks for it.

const reader = document.querySelector("[data-code-reader]");
const part = (name) => reader.querySelector(`[data-${name}]`);
const video = reader.querySelector("video");
const photo = reader.querySelector("input[type=file]");
const code = document.querySelector("textarea[name=code]");
const number = document.querySelector("input[name=number]");
const load = () => import("../offline/codes.js");

const isSigned = (text) => /#T1\./.test(text);
const isNumbered = (text) => /[A-Z]-\d{4}-\d{6}(?!\d)/.test(text);
const isWanted = (text) => isSigned(text) || isNumbered(text);

let looking = null;

function tell(name) {
  part("says").textContent = reader.getAttribute(`data-${name}`) ?? "";
}

function send(text) {
  const field = isSigned(text) ? code : number;
  field.value = text;
  field.form.requestSubmit();
}

function stop() {
  looking?.abort();
  part("looking").hidden = true;
  part("look").hidden = false;
}

part("look").addEventListener("click", async () => {
  looking = new AbortController();
  const { signal } = looking;
  part("looking").hidden = false;
  part("look").hidden = true;
  tell("hold-still");
  try {
    const { codeBeforeCamera } = await load();
    const text = await codeBeforeCamera(video, {
      wanted: isWanted,
      other: () => tell("other-code"),
      signal,
    });
    tell("");
    if (text) send(text);
  } catch (fault) {
    tell(fault.code ?? "camera-busy");
  }
  stop();
});
part("stop").addEventListener("click", () => {
  stop();
  part("look").focus();
});
photo.addEventListener("change", async () => {
  const [file] = photo.files;
  if (!file) return;
  tell("");
  try {
    const { codesInPhotograph } = await load();
    const seen = await codesInPhotograph(file);
    const text = seen.find(isWanted);
    if (text) send(text);
    else tell(seen.length ? "other-code" : "no-code-seen");
  } catch (fault) {
    tell(fault.code ?? "broken-picture");
  }
});
reader.hidden = false;
