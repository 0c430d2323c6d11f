/** The end of the year 9999: beyond, a number is no date but a mistake. */
const LATEST = 253_402_300_799;

/** Null for what is no moment since 1970: absent, 0 (which platforms use for "unknown"), negative, or absurd. */
export function fromUnixSeconds(seconds: number | undefined): Date | null {
  if (seconds === undefined || !(seconds > 0 && seconds <= LATEST)) return null;
  return new Date(seconds * 1000);
}
