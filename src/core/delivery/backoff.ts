const FIRST_MS = 1_000;
const CAP_MS = 60_000;

/** After so many attempts that were certainly not sent we stop trying: about a quarter of an hour. */
export const MAX_ATTEMPTS = 20;

/** Doubling, capped, with half of it by chance: a crowd that failed together does not come back together. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return full / 2 + (random() * full) / 2;
}
