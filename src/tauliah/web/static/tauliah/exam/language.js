// The other language: an act that the server writes down, so what waits is sent first.
import { leaseToken } from "./lease.js";
import { announce, showNotice } from "./notices.js";
import { room, say, token } from "./room.js";

// Goes on in a language; the question shown stays the same. The page stays where it fails.
export async function goOnIn(language) {
  let said = {};
  try {
    const response = await fetch(room.languageUrl, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      body: new URLSearchParams({ language, lease: leaseToken() }),
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    said = await response.json();
  } catch {
    said = { title: say("waitsForServer") };
  }
  if (said.url) {
    location.assign(said.url + location.hash);
    return;
  }
  showNotice("language", { text: said.title });
  announce(said.title);
}
