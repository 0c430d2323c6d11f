/** To the minute, in UTC: `2026-12-01T09:30+0000`. */
export function toStartTime(start: Date): string {
  return `${start.toISOString().slice(0, 16)}+0000`;
}

const START_TIME =
  /^(?<minute>\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::\d{2})?(?<hours>[+-]\d{2}):?(?<minutes>\d{2})$/u;

/** The instant that a device gives back, as ISO 8601; null: it is none. */
export function fromStartTime(text: string): string | null {
  const { minute, hours, minutes } = START_TIME.exec(text)?.groups ?? {};
  const start = new Date(`${minute}${hours}:${minutes}`);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
