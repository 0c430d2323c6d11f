import type { PolicyEdition, RateCard } from '../../core/model/policy.ts';
import type { ConsentTerms, OptInTerms } from '../../core/model/rule-terms.ts';

const POLICIES = 'https://register.apple.com/resources/messages/messaging-documentation/policies';

/** Promotion needs the customer's own "subscribe" here; a list from elsewhere does not do. */
const OWN_SUBSCRIBE: ConsentTerms = { purposes: ['MARKETING', 'NEWSLETTER'], isOwnWord: true };

/** Notifications follow a notice of prescribed wording, after which the customer lets them come. */
const AFTER_NOTICE: OptInTerms = { beforeContact: [], always: ['TRANSACTIONAL'] };

const FREE: RateCard = {
  name: 'apple-messages/free',
  source: POLICIES,
  currency: null,
  windowMs: 0,
  entryPointMs: 0,
  rates: [
    {
      amountMicros: 0,
      basis: 'Apple charges nothing per message; what a provider charges is its own matter.',
    },
  ],
};

/**
 * The customer begins, a conversation stays open until the customer closes it, and closing ends everything at
 * once. Dated by the service's beginning: Apple publishes no dates of its conduct rules.
 */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'apple-messages/2018-03-29',
    channel: 'apple-messages',
    effectiveFrom: '2018-03-29',
    title: 'Customers write first and close when they like; promotion only after their own "subscribe"',
    source: POLICIES,
    rules: ['opted-out', 'promotional-opt-out', 'topic-consent', 'opt-in-on-record', 'customer-first'],
    terms: { 'topic-consent': OWN_SUBSCRIBE, 'opt-in-on-record': AFTER_NOTICE },
    rateCard: FREE,
    warnings: [
      {
        authors: ['BOT', 'AUTOMATION', 'CAMPAIGN'],
        text: 'Apple asks that automatic messages say so and that a person can take over during business hours.',
      },
    ],
  },
];
