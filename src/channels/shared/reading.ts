import type { InboundEvent, ParsedPayload } from '../../core/channel/index.ts';

/** What one piece of a platform's JSON turned out to mean. */
export interface Reading {
  readonly events: readonly InboundEvent[];
  readonly unknown: readonly string[];
  readonly ignored: readonly string[];
}

/** @param unknown  Labels of what was in it besides and is worth keeping raw. */
export function understood(events: readonly InboundEvent[], unknown: readonly string[] = []): Reading {
  return { events, unknown, ignored: [] };
}

export function notUnderstood(...labels: readonly string[]): Reading {
  return { events: [], unknown: labels, ignored: [] };
}

/** Known, and needs nothing. */
export function ignored(label: string): Reading {
  return { events: [], unknown: [], ignored: [label] };
}

/** All readings of one body, for the account whose URL was called or that was polled. */
export function toPayload(readings: readonly Reading[]): ParsedPayload {
  return {
    events: readings.flatMap((reading) =>
      reading.events.map((event) => ({ accountExternalId: null, event })),
    ),
    unknown: readings.flatMap((reading) => reading.unknown),
    ignored: readings.flatMap((reading) => reading.ignored),
  };
}

const MAX_WORD_LENGTH = 60;

/**
 * A label such as `update:new_kind` out of words that may come from outside: bounded, and without characters that
 * a log or a table could stumble over.
 */
export function label(...words: readonly string[]): string {
  return words.map((word) => word.slice(0, MAX_WORD_LENGTH).replace(/[^\w.-]/gu, '?')).join(':');
}
