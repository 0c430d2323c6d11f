import type { PolicyEdition, RateCard } from '../../core/model/policy.ts';
import type { ConsentTerms, Lane } from '../../core/model/rule-terms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Starting a bot permits it to write; a newsletter is a wish of its own. */
const NEWS_TO_SUBSCRIBERS: ConsentTerms = { purposes: ['MARKETING', 'NEWSLETTER'], isOwnWord: false };

/** A bot's own chats stay open. Through a business account only answers go, and those for a day. */
const LANES: readonly Lane[] = [
  { name: 'chat with the bot', withinMs: null, recipients: '^[^:]+$' },
  { name: 'chat of a business account', withinMs: DAY_MS },
];

const FREE: RateCard = {
  name: 'telegram/free',
  source: 'https://core.telegram.org/bots/faq',
  currency: null,
  windowMs: 0,
  entryPointMs: 0,
  rates: [{ amountMicros: 0, basis: 'Telegram charges nothing for messages of bots.' }],
};

/**
 * Telegram charges nothing and has no templates. A person must have started the bot, and blocking it is the
 * refusal. The newest edition is the last.
 */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'telegram/2015-06-24',
    channel: 'telegram',
    effectiveFrom: '2015-06-24',
    title: 'Bots answer people who started them, and send news to those who want them',
    source: 'https://core.telegram.org/bots/faq#what-messages-will-my-bot-get',
    rules: ['opted-out', 'promotional-opt-out', 'topic-consent', 'customer-first', 'messaging-window'],
    terms: { 'topic-consent': NEWS_TO_SUBSCRIBERS, 'messaging-window': LANES },
    rateCard: FREE,
  },
];
