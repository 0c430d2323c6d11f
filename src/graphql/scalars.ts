import { GraphQLError } from 'graphql';
import { decodeCursor, encodeCursor } from '../core/model/cursor.ts';
import { builder } from './builder.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/iu;

builder.scalarType('DateTime', {
  description: 'An instant as RFC 3339 writes it, such as `2026-03-01T09:30:00.000Z`. Answers are in UTC.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: toRfc3339,
  parseValue(text) {
    const instant = typeof text === 'string' && RFC_3339.test(text) ? new Date(text) : null;
    if (instant === null || Number.isNaN(instant.getTime())) {
      throw new GraphQLError('A DateTime is written like "2026-03-01T09:30:00Z".');
    }
    const year = instant.getUTCFullYear();
    if (year < 1 || year > 9999) throw new GraphQLError('A DateTime lies in the years 1 to 9999, in UTC.');
    return instant;
  },
});

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
let lastDay = Number.NaN;
let lastDate = '';

/** What `toISOString` writes, in a seventh of its time: most instants of an answer are of the same days. */
function toRfc3339(instant: Date): string {
  const ms = instant.getTime();
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDate = instant.toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const ofDay = ms - day * DAY_MS;
  const second = Math.floor(ofDay / 1000);
  const hh = TWO_DIGITS[Math.floor(second / 3600)];
  const mm = TWO_DIGITS[Math.floor(second / 60) % 60];
  return `${lastDate}${hh}:${mm}:${TWO_DIGITS[second % 60]}.${THREE_DIGITS[ofDay % 1000]}Z`;
}

builder.scalarType('Cursor', {
  description:
    'A position in the order of everything that happens in the workspace. Opaque: keep it, and give it back to `events(after:)`.',
  serialize: encodeCursor,
  parseValue(text) {
    const number = typeof text === 'string' ? decodeCursor(text) : null;
    if (number === null) throw new GraphQLError('This is not a cursor that Confab gave out.');
    return number;
  },
});

/** Deeper than any platform's form. */
const MAX_DEPTH = 20;

builder.scalarType('JSONObject', {
  description: `A JSON object that only a platform understands, at most ${MAX_DEPTH} levels deep. Give it as a variable.`,
  serialize: (value) => value,
  parseValue(value) {
    if (!isObject(value)) throw new GraphQLError('A JSONObject is written like {"name": "value"}.');
    if (isDeeperThan(value, MAX_DEPTH)) {
      throw new GraphQLError(`A JSONObject has at most ${MAX_DEPTH} levels.`);
    }
    return value;
  },
  parseLiteral() {
    throw new GraphQLError('Give a JSONObject as a variable.');
  },
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}
