import { isPromotional } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';

/** Whoever said stop to news and offers is still answered, and gets neither. */
export const promotionalOptOut: PolicyRule<'promotional-opt-out'> = {
  name: 'promotional-opt-out',
  check: ({ request: { purpose }, facts: { promotionalOptOutAt, topic } }) => {
    if (promotionalOptOutAt === null || !isPromotional(purpose)) return null;
    return {
      reason: 'The contact has refused newsletters and marketing on this channel.',
      remedies: [
        {
          kind: 'ask-for-consent',
          topicId: topic?.id ?? null,
          topicName: topic?.name ?? null,
          purpose,
          links: [],
        },
      ],
    };
  },
};
