import { clocksAt } from '../policy/local-time.ts';

const WALL_CLOCK = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/u;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The instant at which the clocks of a time zone show `YYYY-MM-DDTHH:MM`: the first, where they show it twice.
 * A time that they jump over is taken as if they had not yet been changed.
 *
 * @returns null for what is no such time, or no time zone.
 */
export function instantOf(wallClock: string, timeZone: string): Date | null {
  if (!WALL_CLOCK.test(wallClock)) return null;
  const wantedMs = Date.parse(`${wallClock}:00Z`);
  if (Number.isNaN(wantedMs) || !new Date(wantedMs).toISOString().startsWith(wallClock)) return null;
  const dayBefore = aheadMs(wantedMs - DAY_MS, timeZone);
  const dayAfter = aheadMs(wantedMs + DAY_MS, timeZone);
  if (dayBefore === null || dayAfter === null) return null;
  const [first = 0, second = 0] = [wantedMs - dayBefore, wantedMs - dayAfter].toSorted((a, b) => a - b);
  const showsIt = first + (aheadMs(first, timeZone) ?? 0) === wantedMs;
  return new Date(showsIt ? first : second);
}

/** By how much the clocks there are ahead of UTC; null: there are none. */
function aheadMs(instantMs: number, timeZone: string): number | null {
  const shown = clocksAt(new Date(instantMs), timeZone);
  return shown === null ? null : shown.getTime() - instantMs;
}
