import { isPromotional } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';

/** Whoever said stop to news and offers is still answered, and gets neither. */
export const promotionalOptOut: PolicyRule<'promotional-opt-out'> = {
  name: 'promotional-opt-out',
  check: ({ request: { purpose }, facts }) => {
    const { promotionalOptOutAt, isPromotionalOptOutKept, topic } = facts;
    if (promotionalOptOutAt === null || !isPromotional(purpose)) return null;
    if (isPromotionalOptOutKept) {
      return {
        reason:
          'The contact has refused marketing in the settings of the platform, which delivers none until they change that there.',
        remedies: [],
      };
    }
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
