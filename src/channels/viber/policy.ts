import type { Good } from '../../core/model/declaration.ts';
import type { PolicyEdition } from '../../core/model/policy.ts';
import type { ConsentTerms } from '../../core/model/rule-terms.ts';
import { CARD_2016, CARD_2022, CARD_2024 } from './rate-cards.ts';

/**
 * A person subscribes by writing or pressing a button, and may then be written to at any time, until they
 * unsubscribe. What changed over the years is what a message costs, not whether it may be sent.
 */
const RULES = [
  'opted-out',
  'forbidden-goods',
  'promotional-opt-out',
  'topic-consent',
  'customer-first',
] as const;

/** By Viber's content policy, unless agreed otherwise with Viber. */
const FORBIDDEN: readonly Good[] = ['ADULT', 'GAMBLING'];
const NEWS_TO_SUBSCRIBERS: ConsentTerms = { purposes: ['MARKETING', 'NEWSLETTER'], isOwnWord: false };
const TERMS = { 'forbidden-goods': FORBIDDEN, 'topic-consent': NEWS_TO_SUBSCRIBERS } as const;

const channel = 'viber';

/** Newest last. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    // The month in which bots opened to everybody; the day makes no difference to any rule.
    name: 'viber/2016-11-01',
    channel,
    effectiveFrom: '2016-11-01',
    title: 'Bots write to their subscribers, free of charge',
    source: 'https://developers.viber.com/docs/api/rest-bot-api/',
    rules: RULES,
    terms: TERMS,
    rateCard: CARD_2016,
  },
  {
    name: 'viber/2022-09-01',
    channel,
    effectiveFrom: '2022-09-01',
    title:
      'Sessions of 24 hours are free; outside them, bot-initiated messages are billed above 10,000 a month',
    source: 'https://developers.viber.com/docs/faq/',
    rules: RULES,
    terms: TERMS,
    rateCard: CARD_2022,
  },
  {
    name: 'viber/2024-02-05',
    channel,
    effectiveFrom: '2024-02-05',
    title: 'New bots on commercial terms only: a monthly fee, and every bot-initiated message is billed',
    source: 'https://developers.viber.com/docs/faq/',
    rules: RULES,
    terms: TERMS,
    rateCard: CARD_2024,
  },
];
