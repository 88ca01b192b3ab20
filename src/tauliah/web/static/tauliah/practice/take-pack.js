// Fetches what is taken along of a course; null where there is none to be had just now.

const LONGEST_REPLY = 60_000;

export async function fetchPack(url) {
  try {
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_REPLY),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
