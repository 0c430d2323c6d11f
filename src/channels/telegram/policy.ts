import type { PolicyEdition } from '../../core/model/policy.ts';

/**
 * Telegram charges nothing and has no window and no templates. A person must have started the bot, and blocking
 * it is the refusal. Newsletters go to whoever agreed; that is asked of all channels, so it is no edition's rule.
 */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'telegram/2015-06-24',
    channel: 'telegram',
    effectiveFrom: '2015-06-24',
    title: 'Bots answer people who started them',
    source: 'https://core.telegram.org/bots/faq#what-messages-will-my-bot-get',
    rules: ['opted-out', 'customer-first', 'promotional-opt-out'],
  },
];
