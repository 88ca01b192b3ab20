// QR codes before a camera or in a photograph. The browser reads them where it can, and else the
// library beside this; no picture leaves the device.

import { Fault } from "./json.js";
import { decodeQR } from "../qr/decode.js";

const MOST_BYTES = 25_000_000;
// The longest side in pixels at which a picture is looked at: for large codes and small ones, and
// because one in twenty that is not read at one size is read at another.
const SIDES = [1000, 1800, 700, 500, 1300];
const SIDES_OF_CAMERA = [900, 640];
const BETWEEN_LOOKS = 120;

// The texts of the codes in a photograph. A Fault where it is none or too large.
export async function codesInPhotograph(file) {
  if (file.size > MOST_BYTES) throw new Fault("photo-too-large");
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new Fault("broken-picture");
  }
  try {
    return await codesIn(picture, picture.width, picture.height, SIDES);
  } finally {
    picture.close();
  }
}

// Looks through the camera until `wanted` takes the text of a code, and gives that text; "" once
// `signal` ends it. `other` is told whenever a code is seen that is not wanted. A Fault where there
// is no camera, where it is not allowed, or where it cannot be used.
export async function codeBeforeCamera(video, { wanted, other, signal }) {
  const stream = await opened();
  try {
    if (signal.aborted) return "";
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      if (video.videoWidth) {
        const seen = await codesIn(video, video.videoWidth, video.videoHeight, SIDES_OF_CAMERA);
        const found = seen.find(wanted);
        if (found && !signal.aborted) return found;
        if (seen.length) other();
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
    return "";
  } catch (fault) {
    if (signal.aborted) return "";
    throw fault;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function opened() {
  if (!navigator.mediaDevices?.getUserMedia) throw new Fault("no-camera");
  try {
    // the one that looks away from the person, where there are two
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
    });
  } catch (error) {
    if (["NotAllowedError", "SecurityError"].includes(error.name)) {
      throw new Fault("camera-not-allowed");
    }
    throw new Fault(error.name === "NotFoundError" ? "no-camera" : "camera-busy");
  }
}

async function codesIn(picture, width, height, sides) {
  const seen = await seenByBrowser(picture);
  if (seen.length) return seen;
  const tried = new Set(sides.map((side) => Math.min(1, side / Math.max(width, height))));
  for (const scale of tried) {
    const text = readAt(picture, Math.round(width * scale), Math.round(height * scale));
    if (text) return [text];
  }
  return [];
}

let detector;

async function seenByBrowser(picture) {
  try {
    detector ??= new BarcodeDetector({ formats: ["qr_code"] });
    return [...new Set((await detector.detect(picture)).map((one) => one.rawValue))];
  } catch {
    // there is none, or it stands there and does not work, as in some browsers
    return [];
  }
}

const canvas = document.createElement("canvas");
const pencil = canvas.getContext("2d", { willReadFrequently: true });

function readAt(picture, width, height) {
  if (!width || !height) return "";
  canvas.width = width;
  canvas.height = height;
  pencil.drawImage(picture, 0, 0, width, height);
  try {
    return decodeQR(pencil.getImageData(0, 0, width, height));
  } catch {
    // its way to say that there is no code
    return "";
  }
}
