import type { PolicyRule } from '../rule.ts';

/** Whoever stopped us on the platform gets nothing until they come back by themselves. */
export const optedOut: PolicyRule<'opted-out'> = {
  name: 'opted-out',
  check: ({ facts: { reachability } }) => {
    switch (reachability) {
      case 'GONE':
        return {
          reason: 'The account of this contact no longer exists on the platform.',
          remedies: [],
        };
      case 'BLOCKED':
        return {
          reason: 'The contact has stopped or blocked this account on the platform.',
          remedies: [{ kind: 'wait-for-contact', links: [] }],
        };
      default:
        return null;
    }
  },
};
