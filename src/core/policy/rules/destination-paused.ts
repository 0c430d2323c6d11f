import type { PolicyFacts } from '../../model/policy.ts';
import type { PausedDestination } from '../../model/rule-terms.ts';
import type { PolicyRule } from '../rule.ts';

/** Countries to which the platform delivers some purposes not at all, for now. */
export const destinationPaused: PolicyRule<'destination-paused'> = {
  name: 'destination-paused',
  check: ({ request, facts }, destinations) => {
    const paused = destinations?.find(
      (destination) => destination.purposes.includes(request.purpose) && leadsTo(destination, facts),
    );
    return paused === undefined ? null : { reason: paused.reason, remedies: [] };
  },
};

/** A calling code may be shared by several countries, so it counts only while nobody told the country. */
function leadsTo({ countries, callingCodes }: PausedDestination, facts: PolicyFacts): boolean {
  if (facts.country !== null) return countries.includes(facts.country);
  return facts.recipientIds.some(
    (id) => /^\+?\d{7,15}$/u.test(id) && callingCodes.some((code) => id.replace('+', '').startsWith(code)),
  );
}
