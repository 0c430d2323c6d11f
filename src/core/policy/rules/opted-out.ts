import type { PolicyRule } from '../rule.ts';

/** Whoever stopped us on the platform gets nothing until they come back by themselves. */
export const optedOut: PolicyRule = {
  name: 'opted-out',
  check: (_request, { reachability }) => {
    if (reachability !== 'BLOCKED' && reachability !== 'GONE') return null;
    return {
      reason:
        reachability === 'GONE'
          ? 'The account of this contact no longer exists on the platform.'
          : 'The contact has stopped or blocked this account on the platform.',
      remedies:
        reachability === 'GONE'
          ? []
          : [
              {
                kind: 'wait-for-contact',
                description: 'Wait until the contact writes or unblocks the account.',
              },
            ],
    };
  },
};
