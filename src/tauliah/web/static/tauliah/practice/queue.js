// What comes next of what was taken along: the server's choice in its order, from the first day to
// today's. Nothing here but values in and out.

const NOT_KNOWN = 1;

// The day of the programme at a moment, as YYYY-MM-DD.
export function dayIn(zone, milliseconds) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return parts.format(milliseconds);
}

// The keys of the units still to come on a day ("card CODE"), of a pack and what was `done` with it.
// A card that was not known comes again at the end; an item is answered once.
export function stillToCome(pack, done, day) {
  const asked = new Map(); // unit -> the newest day that asks for it
  for (const one of pack.days) {
    if (one.day <= day) for (const unit of one.units) asked.set(unit, one.day);
  }
  const last = new Map();
  for (const row of done) last.set(`${row.kind} ${row.unit}`, row);
  const first = [];
  const again = [];
  for (const [unit, since] of asked) {
    const row = last.get(unit);
    if (!row || dayIn(pack.zone, Date.parse(row.at)) < since) first.push(unit);
    else if (row.kind === "card" && row.rating === NOT_KNOWN) again.push(unit);
  }
  again.sort((one, other) => last.get(one).order - last.get(other).order);
  return [...first, ...again];
}

// The last rating of today that can be taken back; an answer to an item cannot, its key was shown.
export function lastRating(pack, done, day) {
  const row = done.at(-1);
  return row?.kind === "card" && dayIn(pack.zone, Date.parse(row.at)) === day ? row : null;
}

// Whether an answer is the key, whatever the order of what was chosen; null where only the server
// can say.
export function isRight(key, value) {
  if (key === null || key === undefined) return null;
  return sign(key) === sign(value);
}

function sign(value) {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (value && typeof value === "object") return JSON.stringify(Object.entries(value).sort());
  return JSON.stringify(value ?? null);
}
