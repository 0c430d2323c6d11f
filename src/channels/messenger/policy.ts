import type { PolicyEdition } from '../../core/model/policy.ts';

const RULES = ['opted-out', 'customer-first', 'messaging-window', 'promotional-opt-out'] as const;

const channel = 'messenger';

const POLICY = 'https://developers.facebook.com/docs/messenger-platform/policy/policy-overview';
const CHANGELOG =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog/';
const SEND_API = 'https://developers.facebook.com/docs/messenger-platform/reference/send-api';

/** Newest last. A source is where Meta says so. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'messenger/2016-04-12',
    channel,
    effectiveFrom: '2016-04-12',
    title: 'Pages answer who wrote to them, for 24 hours; approved subscriptions may go on after that',
    source: POLICY,
    rules: RULES,
  },
  {
    name: 'messenger/2020-01-15',
    channel,
    effectiveFrom: '2020-01-15',
    title: 'Subscription messaging ends for all Pages but those in the News Page Index',
    source: POLICY,
    rules: RULES,
  },
  {
    name: 'messenger/2020-03-04',
    channel,
    effectiveFrom: '2020-03-04',
    title: 'No one message after the 24 hours any more; four tags remain, HUMAN_AGENT for 7 days',
    source: SEND_API,
    rules: RULES,
  },
  {
    name: 'messenger/2026-02-10',
    channel,
    effectiveFrom: '2026-02-10',
    title: 'Recurring notifications end but for Australia, the EU, Japan, South Korea and the UK',
    source: CHANGELOG,
    rules: RULES,
  },
  {
    name: 'messenger/2026-04-27',
    channel,
    effectiveFrom: '2026-04-27',
    title: 'All tags but HUMAN_AGENT are refused; utility templates take their place',
    source: CHANGELOG,
    rules: RULES,
  },
];
