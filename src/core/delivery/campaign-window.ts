/**
 * How many messages of a campaign may be on their way at once so that dialogue does not notice. Many at once make
 * every statement wait for others, an answer's, too. So the window grows by one place each time round while writing
 * down takes about as long as it does when there is little to do, and shrinks while it takes longer: a newsletter
 * takes what dialogue, other processes and the database leave.
 */
export interface CampaignWindow {
  readonly most: number;
  places(): number;
  /** A message of a campaign waited so long until its attempt was written down, in milliseconds. */
  felt(waitedMs: number): void;
}

const LEAST = 4;
/** A batch waits for the one before, so twice as long says nothing yet. */
const BUSY = 4;
const SHRINK = 1 / 64;
/** Databases change: what was quick is forgotten after one to two of these. */
const PERIOD_MS = 60_000;

/** @param nowMs  A monotonic clock. */
export function createCampaignWindow(most: number, nowMs: () => number): CampaignWindow {
  let places = Math.min(most, 2 * LEAST);
  let quickest = { before: Number.POSITIVE_INFINITY, now: Number.POSITIVE_INFINITY, sinceMs: nowMs() };
  return {
    most,
    places: () => Math.floor(places),
    felt(waitedMs) {
      if (nowMs() - quickest.sinceMs > PERIOD_MS) {
        quickest = { before: quickest.now, now: Number.POSITIVE_INFINITY, sinceMs: nowMs() };
      }
      quickest.now = Math.min(quickest.now, waitedMs);
      const isBusy = waitedMs > BUSY * Math.min(quickest.before, quickest.now);
      places += isBusy ? -places * SHRINK : 1 / places;
      places = Math.max(Math.min(LEAST, most), Math.min(most, places));
    },
  };
}
