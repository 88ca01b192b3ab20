// What is said when the time has ended and something still waits in this browser.
import { canMakeFile } from "./emergency.js";
import { showNotice } from "./notices.js";
import { say } from "./room.js";

// The server cannot be reached: the answers of these questions are still sent, or go into a file.
export function tellTheEnd({ questions, fileName, makeFile }) {
  const waits = questions.length > 0;
  const file = fileName ? say("endedMade", { name: fileName }) : say("endedFile");
  const text = waits ? say("endedWaiting", { questions: questions.join(", ") }) : say("submitFailed");
  const offersFile = waits && canMakeFile();
  showNotice("ended", {
    title: say("endedTitle"),
    text: offersFile ? `${text} ${file}` : text,
    acts: offersFile ? [saveIt(fileName, makeFile)] : [],
  });
}

// The server takes nothing more from this page: only an officer can bring these answers in.
export function tellWhatIsLate({ text, fileName, makeFile, submit = null }) {
  const acts = [saveIt(fileName, makeFile)];
  if (submit) acts.push({ text: say("lateSubmit"), act: submit });
  showNotice("late", {
    tone: "danger",
    title: say("lostTitle"),
    text: fileName ? say("lateMade", { name: fileName }) : text,
    acts,
  });
}

function saveIt(fileName, makeFile) {
  return { text: say(fileName ? "emergencyAgain" : "emergencyMake"), act: makeFile };
}
