import { isPromotional } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';

/** Who writes first needs a basis on record; writing to us is one, for what answers it. */
export const optInOnRecord: PolicyRule<'opt-in-on-record'> = {
  name: 'opt-in-on-record',
  check: ({ request: { purpose }, facts: { consent, lastInboundAt } }, terms) => {
    // Promotion needs more than this, which another rule asks for.
    if (terms === null || isPromotional(purpose)) return null;
    const isNeeded =
      terms.always.includes(purpose) || (lastInboundAt === null && terms.beforeContact.includes(purpose));
    if (!isNeeded || consent?.state === 'GRANTED' || consent?.state === 'CONFIRMED') return null;
    return {
      reason: `Nothing on record says that the contact agreed to ${purpose.toLowerCase()} messages on this channel.`,
      remedies: [{ kind: 'register-opt-in', purpose }],
    };
  },
};
