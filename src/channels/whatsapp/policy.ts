import type { PolicyEdition } from '../../core/model/policy.ts';
import * as terms from './policy-terms.ts';
import { CARD_2018, CARD_2022, CARD_2023, CARD_2024, CARD_2025, CARD_2026 } from './rate-cards.ts';

const PRICES = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing';

const BEFORE_THE_BAN = {
  channel: 'whatsapp',
  rules: [
    'opted-out',
    'forbidden-goods',
    'template-usable',
    'template-purpose',
    'promotional-opt-out',
    'opt-in-on-record',
    'messaging-window',
  ],
  terms: {
    'forbidden-goods': terms.FORBIDDEN,
    'template-purpose': terms.NO_PROMOTION_IN,
    'opt-in-on-record': terms.OPT_IN,
    'messaging-window': terms.WINDOW_AND_BROADCASTS,
  },
} as const satisfies Partial<PolicyEdition>;

const SINCE_THE_BAN = {
  channel: 'whatsapp',
  rules: [...BEFORE_THE_BAN.rules, 'promotion-permitted', 'topic-consent'],
  terms: {
    ...BEFORE_THE_BAN.terms,
    'promotion-permitted': terms.NO_BULK,
    'topic-consent': terms.CONFIRMED,
    'messaging-window': terms.WINDOW,
  },
} as const satisfies Partial<PolicyEdition>;

const WITHOUT_THE_STATES = {
  channel: 'whatsapp',
  rules: [...SINCE_THE_BAN.rules, 'destination-paused', 'held-back'],
  // One code tells of both, the pause and the cap on what a person gets of all businesses.
  terms: { ...SINCE_THE_BAN.terms, 'destination-paused': terms.UNITED_STATES, 'held-back': terms.REST },
} as const satisfies Partial<PolicyEdition>;

const NO_GENERAL_ASSISTANTS = [
  {
    authors: ['BOT', 'AUTOMATION'],
    text: 'WhatsApp takes bots that serve customers, and no general-purpose AI assistants.',
  },
] as const;

/** Newest last. A source is where Meta, or who reported about it, says so. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    ...BEFORE_THE_BAN,
    name: 'whatsapp/2018-08-01',
    effectiveFrom: '2018-08-01',
    title: 'Businesses answer for 24 hours, and later by templates; newsletters are tolerated',
    source: 'https://www.whatsapp.com/legal/business-policy',
    rateCard: CARD_2018,
  },
  {
    ...SINCE_THE_BAN,
    name: 'whatsapp/2019-12-07',
    effectiveFrom: '2019-12-07',
    title: 'No bulk messages and no newsletters: WhatsApp takes legal action from this day on',
    source:
      'https://indianexpress.com/article/technology/social/whatsapp-to-take-legal-action-against-businesses-sending-bulk-messages-6163485/',
    rateCard: CARD_2018,
  },
  {
    ...SINCE_THE_BAN,
    name: 'whatsapp/2022-02-01',
    effectiveFrom: '2022-02-01',
    title: 'Conversations of 24 hours are charged instead of messages',
    source: PRICES,
    rateCard: CARD_2022,
  },
  {
    ...SINCE_THE_BAN,
    name: 'whatsapp/2023-06-01',
    effectiveFrom: '2023-06-01',
    title: 'Conversations are charged by category: marketing, utility, authentication, service',
    source: PRICES,
    rateCard: CARD_2023,
  },
  {
    ...SINCE_THE_BAN,
    name: 'whatsapp/2024-11-01',
    effectiveFrom: '2024-11-01',
    title: 'Service conversations are free',
    source: PRICES,
    rateCard: CARD_2024,
  },
  {
    ...WITHOUT_THE_STATES,
    name: 'whatsapp/2025-04-01',
    effectiveFrom: '2025-04-01',
    title: 'Marketing templates no longer reach numbers of the United States',
    source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
    rateCard: CARD_2024,
  },
  {
    ...WITHOUT_THE_STATES,
    name: 'whatsapp/2025-07-01',
    effectiveFrom: '2025-07-01',
    title: 'Each delivered template has a price; within 24 hours answers and utility templates are free',
    source: PRICES,
    rateCard: CARD_2025,
  },
  {
    ...WITHOUT_THE_STATES,
    name: 'whatsapp/2026-01-15',
    effectiveFrom: '2026-01-15',
    title: 'General-purpose AI assistants may not live on the platform; customer service by bots may',
    source: 'https://business.whatsapp.com/policy',
    rateCard: CARD_2025,
    warnings: NO_GENERAL_ASSISTANTS,
  },
  {
    ...WITHOUT_THE_STATES,
    name: 'whatsapp/2026-10-01',
    effectiveFrom: '2026-10-01',
    title: 'Answers within 24 hours have a price too; free entry points stay free',
    source: `${PRICES}/non-template-messages`,
    rateCard: CARD_2026,
    warnings: NO_GENERAL_ASSISTANTS,
  },
];
