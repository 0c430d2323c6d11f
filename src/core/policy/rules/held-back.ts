import type { PolicyRule } from '../rule.ts';

/**
 * Some platforms limit what one person gets of all businesses together, and tell of it only by holding a message
 * back. Trying again at once makes it worse, so we rest, longer each time.
 */
export const heldBack: PolicyRule<'held-back'> = {
  name: 'held-back',
  check: ({ request, facts: { heldBackAt }, at }, terms) => {
    const [last] = heldBackAt;
    if (terms === null || last === undefined || !terms.purposes.includes(request.purpose)) return null;
    const restMs = terms.restMs[heldBackAt.length - 1] ?? terms.restMs.at(-1) ?? 0;
    const freeAtMs = last.getTime() + restMs;
    if (at.getTime() >= freeAtMs) return null;
    return {
      reason: 'The platform held promotion back: this person gets enough of it for now.',
      remedies: [{ kind: 'wait-until', at: new Date(freeAtMs) }],
    };
  },
};
