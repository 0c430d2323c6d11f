import { localTimeOf, nextLocalTime } from '../local-time.ts';
import type { PolicyRule } from '../rule.ts';

/** Nobody is woken by a promotion. The first quiet millisecond is quiet, the first loud one is loud. */
export const quietHours: PolicyRule<'quiet-hours'> = {
  name: 'quiet-hours',
  check: ({ request, facts, at }, terms) => {
    if (terms === null || !terms.purposes.includes(request.purpose)) return null;
    const timeZone = facts.timeZone ?? terms.fallbackTimeZone;
    const local = timeZone === null ? null : localTimeOf(at, timeZone);
    if (timeZone === null || local === null || !isWithin(local, terms.from, terms.to)) return null;
    return {
      reason: `It is ${local} at the contact's place, and quiet from ${terms.from} to ${terms.to}.`,
      remedies: [{ kind: 'wait-until', at: nextLocalTime(at, timeZone, terms.to) }],
    };
  },
};

/** Times as `HH:MM` compare as text. */
function isWithin(time: string, from: string, to: string): boolean {
  return from <= to ? from <= time && time < to : time >= from || time < to;
}
