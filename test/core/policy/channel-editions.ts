import { policyEditions as apple } from '../../../src/channels/apple-messages/policy.ts';
import { policyEditions as messenger } from '../../../src/channels/messenger/policy.ts';
import { policyEditions as telegram } from '../../../src/channels/telegram/policy.ts';
import { policyEditions as viber } from '../../../src/channels/viber/policy.ts';
import { policyEditions as whatsapp } from '../../../src/channels/whatsapp/policy.ts';
import type { PolicyEdition, PolicyFacts } from '../../../src/core/model/policy.ts';

const HOUR_MS = 60 * 60 * 1000;

export interface ChannelPolicy
  extends Pick<PolicyFacts, 'initiation' | 'messagingWindowMs' | 'takesTemplates'> {
  /** As accounts have them unless told otherwise; absent: none that policy reads. */
  readonly settings?: PolicyFacts['settings'];
  readonly editions: readonly PolicyEdition[];
}

/** What a partner's adapter may bring at the least: two rules and no word about lanes or prices. */
const partner: readonly PolicyEdition[] = [
  {
    name: 'partner/2020-01-01',
    channel: 'partner',
    effectiveFrom: '2020-01-01',
    title: 'Customers write first and are answered for two days',
    source: 'https://partner.example/rules',
    rules: ['opted-out', 'customer-first', 'messaging-window'],
  },
];

/** The five built-in channels and a partner's. */
export const CHANNELS: Readonly<Record<string, ChannelPolicy>> = {
  whatsapp: {
    editions: whatsapp,
    initiation: 'business',
    messagingWindowMs: 24 * HOUR_MS,
    takesTemplates: true,
  },
  messenger: {
    editions: messenger,
    settings: { humanAgent: true },
    initiation: 'customer',
    messagingWindowMs: 24 * HOUR_MS,
    takesTemplates: true,
  },
  telegram: { editions: telegram, initiation: 'customer', messagingWindowMs: null, takesTemplates: false },
  viber: { editions: viber, initiation: 'customer', messagingWindowMs: null, takesTemplates: false },
  'apple-messages': {
    editions: apple,
    initiation: 'customer',
    messagingWindowMs: null,
    takesTemplates: false,
  },
  partner: {
    editions: partner,
    initiation: 'customer',
    messagingWindowMs: 48 * HOUR_MS,
    takesTemplates: false,
  },
};
