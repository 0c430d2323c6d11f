import type { PolicyRule } from '../rule.ts';

/** Whoever said stop to news and offers is still answered, and gets neither. */
export const promotionalOptOut: PolicyRule = {
  name: 'promotional-opt-out',
  check: ({ purpose }, { promotionalOptOutAt }) => {
    if (promotionalOptOutAt === null || (purpose !== 'MARKETING' && purpose !== 'NEWSLETTER')) return null;
    return {
      reason: 'The contact has refused newsletters and marketing on this channel.',
      remedies: [
        {
          kind: 'ask-for-consent',
          description: 'Ask for consent in a conversation that the contact opened.',
        },
      ],
    };
  },
};
