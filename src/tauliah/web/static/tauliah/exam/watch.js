// Keeps the invigilator's room up to date: asks for numbers only, and not at all while nothing changed.
const { dataset } = document.getElementById("watch");
const rows = new Map([...document.querySelectorAll("[data-attempt]")].map((row) => [row.dataset.attempt, row]));
const fresh = document.querySelector('[data-part="fresh"]');
const QUIET_AFTER = 90;
const LOST_AFTER = 180;
let known = []; // the rows as the server last told them
let offset = 0; // the server's clock minus this one, in seconds
let etag = "";
let heardAt = new Date();

function say(name, values = {}) {
  return dataset[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

const here = () => Date.now() / 1_000 + offset;
const two = (number) => String(number).padStart(2, "0");

function spoken(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  return `${Math.floor(left / 60)}:${two(left % 60)}`;
}

// The hour as the house writes it, whatever the browser's own language.
function hour(moment) {
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
}

function put(row, cell, text) {
  const place = row.querySelector(`[data-cell="${cell}"]`);
  if (place.textContent !== text) place.textContent = text;
  return place;
}

function draw() {
  const now = here();
  for (const [attempt, told, deadline, seen, saves, incidents, paused] of known) {
    const row = rows.get(attempt);
    if (!row) continue;
    const state = told === "running" && now >= deadline ? "over" : told;
    row.dataset.state = state;
    put(row, "state", say(state === "timed-out" ? "timedOut" : state));
    const open = state === "running" || state === "paused";
    put(row, "left", open ? spoken(paused ?? deadline - now) : "0:00");
    const ago = Math.max(0, Math.round(now - seen));
    const text = ago < 60 ? say("seen", { seconds: ago }) : say("quiet", { minutes: Math.floor(ago / 60) });
    const connection = !open || ago < QUIET_AFTER ? "" : ago < LOST_AFTER ? "quiet" : "lost";
    put(row, "seen", text).dataset.connection = connection;
    put(row, "saves", String(saves));
    put(row, "incidents", String(incidents));
  }
}

async function ask() {
  if (document.hidden) return;
  try {
    const response = await fetch(dataset.url, {
      headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) },
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(8_000),
    });
    if (response.status !== 304) {
      if (!response.ok) throw new Error(String(response.status));
      const said = await response.json();
      etag = response.headers.get("ETag") ?? "";
      offset = said.now - Date.now() / 1_000;
      known = said.rows;
      if (known.some(([attempt]) => !rows.has(attempt))) {
        fresh.textContent = say("new");
        location.reload();
        return;
      }
    }
    heardAt = new Date();
    fresh.dataset.state = "fresh";
    fresh.textContent = say("fresh", { time: hour(heardAt) });
  } catch {
    fresh.dataset.state = "old";
    fresh.textContent = say("old", { time: hour(heardAt) });
  }
  draw();
}

ask();
setInterval(ask, Number(dataset.every) * 1_000);
setInterval(draw, 1_000);
document.addEventListener("visibilitychange", ask);
