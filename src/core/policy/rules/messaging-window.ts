import type { PolicyRule } from '../rule.ts';

/** Free-form content is welcome only for a while after the contact last wrote; the last millisecond is outside. */
export const messagingWindow: PolicyRule = {
  name: 'messaging-window',
  check: ({ partTypes }, { messagingWindowMs, lastInboundAt }, at) => {
    if (messagingWindowMs === null || partTypes.every((type) => type === 'template')) return null;
    const closesAtMs = (lastInboundAt?.getTime() ?? Number.NEGATIVE_INFINITY) + messagingWindowMs;
    if (at.getTime() < closesAtMs) return null;
    return {
      reason: 'The contact has not written within the messaging window.',
      remedies: [
        { kind: 'use-template', description: 'Send an approved template.' },
        { kind: 'wait-for-contact', description: 'Wait until the contact writes again.' },
      ],
    };
  },
};
