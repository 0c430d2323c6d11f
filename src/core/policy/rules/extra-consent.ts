import type { PolicyRule } from '../rule.ts';
import { consentMissing } from './topic-consent.ts';

/** A workspace's own rule: confirmed consent also for purposes that would need none. */
export const extraConsent: PolicyRule<'extra-consent'> = {
  name: 'extra-consent',
  check: (situation, terms) => {
    if (terms === null || !terms.purposes.includes(situation.request.purpose)) return null;
    const { consent } = situation.facts;
    if (consent?.state === 'CONFIRMED' && (consent.isOwnWord || !terms.isOwnWord)) return null;
    return consentMissing(situation, terms.isOwnWord);
  },
};
