import type { PolicyRule } from '../rule.ts';

/** Where only the customer may open a conversation, one that never wrote can not be written to. */
export const customerFirst: PolicyRule<'customer-first'> = {
  name: 'customer-first',
  check: ({ facts: { initiation, reachability, lastInboundAt } }) => {
    if (initiation === 'business' || lastInboundAt !== null || reachability === 'REACHABLE') return null;
    return {
      reason: 'On this channel the contact must write first, and has not.',
      remedies: [{ kind: 'wait-for-contact', links: [] }],
    };
  },
};
