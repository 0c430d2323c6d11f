import type { PolicyEdition } from '../model/policy.ts';

const PROMOTIONAL = ['MARKETING', 'NEWSLETTER'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What Confab asks on every channel, beside the platform's rules. It begins with the first year in which Confab
 * could send anything: a question about an earlier day is one about the platforms' history alone.
 */
export const houseEditions: readonly PolicyEdition[] = [
  {
    name: 'house/2026-01-01',
    channel: '*',
    effectiveFrom: '2026-01-01',
    title: 'News and offers go to people who confirmed them, by day, and not too often',
    source: 'Regulation (EU) 2016/679, Articles 6 and 7; docs/policy-matrix.md',
    rules: ['opted-out', 'promotional-opt-out', 'topic-consent', 'frequency-cap', 'quiet-hours'],
    terms: {
      'topic-consent': { purposes: PROMOTIONAL, isOwnWord: false },
      'frequency-cap': { purposes: PROMOTIONAL, messages: 3, perMs: DAY_MS },
      // No fallback: a guessed time zone would hold back messages at noon.
      'quiet-hours': { purposes: PROMOTIONAL, from: '21:00', to: '08:00', fallbackTimeZone: null },
    },
  },
];
