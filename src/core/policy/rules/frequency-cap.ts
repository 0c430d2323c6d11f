import type { Purpose } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';

/** Nobody gets too many promotional messages of one purpose, over all channels together. */
export const frequencyCap: PolicyRule<'frequency-cap'> = {
  name: 'frequency-cap',
  check: ({ request, facts, at }, terms) => {
    if (terms === null || !terms.purposes.includes(request.purpose)) return null;
    // The newest that must have left the interval before another may go.
    const blocking = facts.promotionalSentAt[terms.messages - 1];
    const freeAtMs = (blocking?.getTime() ?? Number.NEGATIVE_INFINITY) + terms.perMs;
    if (at.getTime() >= freeAtMs) return null;
    return {
      reason: `The contact has had ${terms.messages} ${inWords(request.purpose)} within ${hours(terms.perMs)} hours.`,
      remedies: [{ kind: 'wait-until', at: new Date(freeAtMs) }],
    };
  },
};

const inWords = (purpose: Purpose): string =>
  purpose === 'NEWSLETTER' ? 'newsletters' : `${purpose.toLowerCase()} messages`;

const hours = (ms: number): number => Math.round(ms / 3_600_000);
