import type { PolicyEdition, RateCard } from '../../core/model/policy.ts';
import * as terms from './policy-terms.ts';

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/messenger-platform';
const POLICY = 'https://developers.facebook.com/docs/messenger-platform/policy/policy-overview';

const FREE: RateCard = {
  name: 'messenger/free',
  source: POLICY,
  currency: null,
  windowMs: 0,
  entryPointMs: 0,
  rates: [{ amountMicros: 0, basis: 'Messages through the Send API are free; ads are not sent here.' }],
};

const UNTIL_2020 = {
  channel: 'messenger',
  rules: [
    'opted-out',
    'forbidden-goods',
    'template-usable',
    'template-purpose',
    'promotional-opt-out',
    'customer-first',
    'messaging-window',
  ],
  terms: {
    'forbidden-goods': terms.FORBIDDEN,
    'template-purpose': terms.NO_PROMOTION_IN,
    'messaging-window': terms.LANES_2016,
  },
  rateCard: FREE,
} as const satisfies Partial<PolicyEdition>;

const SINCE_2020 = {
  ...UNTIL_2020,
  rules: [...UNTIL_2020.rules, 'promotion-permitted', 'topic-consent'],
  terms: {
    ...UNTIL_2020.terms,
    'promotion-permitted': terms.NEWS_PAGES_ONLY,
    'topic-consent': terms.CONFIRMED,
    'messaging-window': terms.LANES_2020_01,
  },
} as const satisfies Partial<PolicyEdition>;

/** Newest last. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    ...UNTIL_2020,
    takesTemplates: false,
    name: 'messenger/2016-04-12',
    effectiveFrom: '2016-04-12',
    title: 'Bots answer for 24 hours; subscribers get newsletters, and tagged updates go at any time',
    source: POLICY,
  },
  {
    ...SINCE_2020,
    takesTemplates: false,
    name: 'messenger/2020-01-15',
    effectiveFrom: '2020-01-15',
    title: 'Newsletters end, except for registered news pages',
    source: POLICY,
  },
  {
    ...SINCE_2020,
    takesTemplates: false,
    name: 'messenger/2020-03-04',
    effectiveFrom: '2020-03-04',
    title: 'People may answer for seven days; few tags are left',
    source: POLICY,
    terms: { ...SINCE_2020.terms, 'messaging-window': terms.LANES_2020_03 },
  },
  {
    ...SINCE_2020,
    // The year of the beta; Meta names no day, and whoever was not in it had no template approved.
    name: 'messenger/2025-01-01',
    effectiveFrom: '2025-01-01',
    title: 'Approved utility templates go at any time, first as a beta in four countries',
    source: `${DOCS}/send-messages/utility-messages`,
    terms: { ...SINCE_2020.terms, 'messaging-window': terms.LANES_2020_03 },
    warnings: [
      {
        purposes: ['TRANSACTIONAL'],
        text: 'Utility templates were a beta in the United States, Thailand, the Philippines and Vietnam.',
      },
    ],
  },
  {
    ...SINCE_2020,
    name: 'messenger/2026-02-10',
    effectiveFrom: '2026-02-10',
    title: 'Recurring notifications end; paid marketing messages take their place elsewhere',
    source: `${DOCS}/marketing-messages-on-messenger/changelog`,
    terms: { ...SINCE_2020.terms, 'messaging-window': terms.LANES_2020_03 },
  },
  {
    ...SINCE_2020,
    name: 'messenger/2026-04-27',
    effectiveFrom: '2026-04-27',
    title: 'The tags for event, purchase and account updates are refused; utility templates take their place',
    source: `${DOCS}/error-codes`,
    terms: { ...SINCE_2020.terms, 'messaging-window': terms.LANES_2026 },
  },
];
