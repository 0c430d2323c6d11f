import type { PolicyEdition } from '../../core/model/policy.ts';

/**
 * A person subscribes by writing or pressing a button, and may then be written to at any time, until they
 * unsubscribe. What changed over the years is what a message costs, not whether it may be sent. Consent to
 * newsletters is asked of all channels, so it is no edition's rule.
 */
const RULES = ['opted-out', 'customer-first', 'promotional-opt-out'] as const;

export const policyEditions: readonly PolicyEdition[] = [
  {
    // The month in which bots opened to everybody; the day makes no difference to any rule.
    name: 'viber/2016-11-01',
    channel: 'viber',
    effectiveFrom: '2016-11-01',
    title: 'Bots write to their subscribers, free of charge',
    source: 'https://developers.viber.com/docs/api/rest-bot-api/',
    rules: RULES,
  },
  {
    name: 'viber/2022-09-01',
    channel: 'viber',
    effectiveFrom: '2022-09-01',
    title:
      'Sessions of 24 hours are free; outside them, bot-initiated messages are billed above 10,000 a month',
    source: 'https://developers.viber.com/docs/faq/',
    rules: RULES,
  },
  {
    name: 'viber/2024-02-05',
    channel: 'viber',
    effectiveFrom: '2024-02-05',
    title: 'New bots on commercial terms only: a monthly fee, and every bot-initiated message is billed',
    source: 'https://developers.viber.com/docs/faq/',
    rules: RULES,
  },
];
