import type { PolicyEdition } from '../../core/model/policy.ts';

/** What holds on WhatsApp since there is an API: whoever stopped is left alone, and free words have their time. */
const RULES = ['opted-out', 'messaging-window', 'promotional-opt-out'] as const;

const channel = 'whatsapp';

/** Newest last. A source is where Meta, or who reported about it, says so. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'whatsapp/2018-08-01',
    channel,
    effectiveFrom: '2018-08-01',
    title: 'Businesses answer for 24 hours, and later by templates; newsletters are tolerated',
    source: 'https://www.whatsapp.com/legal/business-policy',
    rules: RULES,
  },
  {
    name: 'whatsapp/2019-12-07',
    channel,
    effectiveFrom: '2019-12-07',
    title: 'No bulk messages and no newsletters: WhatsApp takes legal action from this day on',
    source:
      'https://indianexpress.com/article/technology/social/whatsapp-to-take-legal-action-against-businesses-sending-bulk-messages-6163485/',
    rules: RULES,
  },
  {
    name: 'whatsapp/2025-04-01',
    channel,
    effectiveFrom: '2025-04-01',
    title: 'Marketing templates no longer reach numbers of the United States',
    source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
    rules: RULES,
  },
  {
    name: 'whatsapp/2025-07-01',
    channel,
    effectiveFrom: '2025-07-01',
    title: 'Each delivered template has a price; within 24 hours answers and utility templates are free',
    source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing',
    rules: RULES,
  },
  {
    name: 'whatsapp/2026-01-15',
    channel,
    effectiveFrom: '2026-01-15',
    title: 'General-purpose AI assistants may not live on the platform; customer service by bots may',
    source: 'https://business.whatsapp.com/policy',
    rules: RULES,
  },
  {
    name: 'whatsapp/2026-10-01',
    channel,
    effectiveFrom: '2026-10-01',
    title: 'Answers within 24 hours have a price too; free entry points stay free',
    source:
      'https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing/non-template-messages',
    rules: RULES,
  },
];
