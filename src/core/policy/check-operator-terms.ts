import type { OperatorTerms } from '../model/operator-rule.ts';
import { isPromotional } from '../model/words.ts';
import { localTimeOf } from './local-time.ts';

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;
const CURRENCY = /^[A-Z]{3}$/u;
/** As many of a contact's last messages are looked at. */
const MOST_MESSAGES = 100;
const MINUTE_MS = 60 * 1000;
const MOST_PER_MS = 366 * 24 * 60 * MINUTE_MS;

/** What is wrong about the terms of a workspace's own rule, as a sentence; null: nothing. */
export function problemOfTerms(given: OperatorTerms): string | null {
  switch (given.rule) {
    case 'quiet-hours': {
      const { purposes, from, to, fallbackTimeZone } = given.terms;
      if (purposes.length === 0) return 'Quiet hours need a purpose that they are for.';
      if (!TIME_OF_DAY.test(from) || !TIME_OF_DAY.test(to)) return 'Times of day are HH:MM, such as 21:00.';
      if (from === to) return 'Quiet hours begin and end at different times.';
      const isZone = fallbackTimeZone === null || localTimeOf(new Date(0), fallbackTimeZone) !== null;
      return isZone ? null : `"${fallbackTimeZone}" is no time zone; one is named like Europe/Berlin.`;
    }
    case 'frequency-cap': {
      const { purposes, messages, perMs } = given.terms;
      if (purposes.length === 0 || !purposes.every(isPromotional)) {
        return 'A cap is for MARKETING, NEWSLETTER or both: what answers somebody is not counted.';
      }
      if (!Number.isInteger(messages) || messages < 1 || messages > MOST_MESSAGES) {
        return `A cap allows 1 to ${MOST_MESSAGES} messages.`;
      }
      return perMs >= MINUTE_MS && perMs <= MOST_PER_MS
        ? null
        : 'A cap is per minute at least, per year at most.';
    }
    case 'extra-consent':
      return given.terms.purposes.length === 0 ? 'Say for which purposes consent is asked.' : null;
    case 'budget': {
      const { currency, amountMicros } = given.terms;
      if (!CURRENCY.test(currency)) return 'A currency has three capital letters, such as EUR.';
      return Number.isSafeInteger(amountMicros) && amountMicros >= 0 ? null : 'The amount is too large.';
    }
    default:
      return given satisfies never;
  }
}
