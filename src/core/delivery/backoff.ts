const FIRST_MS = 1_000;
const CAP_MS = 60_000;

/** A message whose platform can not be reached for so long has failed: a day, like an undeliverable letter. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** Doubling, capped, with half of it by chance: a crowd that failed together does not come back together. */
export function backoffMs(times: number, random: () => number = Math.random): number {
  const full = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(times - 1, 10));
  return full / 2 + (random() * full) / 2;
}
