const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** `HH:MM` on the clocks of a time zone; null for a name that is none. */
export function localTimeOf(at: Date, timeZone: string): string | null {
  const formatter = formatterOf(timeZone);
  return formatter === null ? null : wallClock(formatter, at).toISOString().slice(11, 16);
}

/** The next instant at which the clocks there show `time` (`HH:MM`), or have jumped over it. */
export function nextLocalTime(at: Date, timeZone: string, time: string): Date {
  const formatter = formatterOf(timeZone);
  if (formatter === null) return at;
  const now = wallClock(formatter, at);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const target = new Date(now);
  target.setUTCHours(hours, minutes, 0, 0);
  if (target <= now) target.setUTCDate(target.getUTCDate() + 1);
  // Right unless the clocks change in between; then off by that change.
  const guess = new Date(at.getTime() + target.getTime() - now.getTime());
  return new Date(guess.getTime() + target.getTime() - wallClock(formatter, guess).getTime());
}

/** What the clocks of a time zone show, as if it were UTC; null for a name that is none. */
export function clocksAt(at: Date, timeZone: string): Date | null {
  const formatter = formatterOf(timeZone);
  return formatter === null ? null : wallClock(formatter, at);
}

/** What the clocks show, as if it were UTC. */
function wallClock(formatter: Intl.DateTimeFormat, at: Date): Date {
  // Clocks are changed on a quarter of an hour of UTC, so within one the difference stays; asking costs much.
  const quarter = Math.floor(at.getTime() / QUARTER_MS);
  const known = differences.get(formatter);
  const difference = known?.quarter === quarter ? known.ms : differenceAt(formatter, quarter * QUARTER_MS);
  if (known?.quarter !== quarter) differences.set(formatter, { quarter, ms: difference });
  return new Date(at.getTime() + difference);
}

const QUARTER_MS = 15 * 60 * 1000;
const differences = new WeakMap<Intl.DateTimeFormat, { readonly quarter: number; readonly ms: number }>();

function differenceAt(formatter: Intl.DateTimeFormat, instantMs: number): number {
  const parts = Object.fromEntries(
    formatter.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = makeFormatter(timeZone);
  formatters.set(timeZone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // A name that this engine does not know: contacts' zones come from platforms and forms.
    return null;
  }
}
