import { policyEditions as apple } from '../src/channels/apple-messages/policy.ts';
import { policyEditions as messenger } from '../src/channels/messenger/policy.ts';
import { capabilities as telegramCapabilities } from '../src/channels/telegram/capabilities.ts';
import { policyEditions as telegram } from '../src/channels/telegram/policy.ts';
import { policyEditions as viber } from '../src/channels/viber/policy.ts';
import { policyEditions as whatsapp } from '../src/channels/whatsapp/policy.ts';
import { NOTHING_DECLARED } from '../src/core/model/declaration.ts';
import type { PolicyEdition, PolicyFacts } from '../src/core/model/policy.ts';
import { PURPOSES, type Purpose } from '../src/core/model/words.ts';
import { decide } from '../src/core/policy/decide.ts';
import { houseEditions } from '../src/core/policy/house-rules.ts';

const HOUR_MS = 60 * 60 * 1000;
/** The page is of a day, so that it does not change by itself. */
const DAY = '2026-11-01';
const AT = new Date(`${DAY}T12:00:00Z`);

interface Channel extends Pick<PolicyFacts, 'initiation' | 'messagingWindowMs' | 'takesTemplates'> {
  readonly name: string;
  readonly editions: readonly PolicyEdition[];
  /** As accounts have them unless told otherwise; absent: none that policy reads. */
  readonly settings?: PolicyFacts['settings'];
}

const CHANNELS: readonly Channel[] = [
  {
    name: 'whatsapp',
    editions: whatsapp,
    initiation: 'business',
    messagingWindowMs: 24 * HOUR_MS,
    takesTemplates: true,
  },
  {
    name: 'messenger',
    editions: messenger,
    settings: { humanAgent: true },
    initiation: 'customer',
    messagingWindowMs: 24 * HOUR_MS,
    takesTemplates: true,
  },
  {
    name: 'telegram',
    editions: telegram,
    initiation: telegramCapabilities.initiation,
    messagingWindowMs: null,
    takesTemplates: false,
  },
  { name: 'viber', editions: viber, initiation: 'customer', messagingWindowMs: null, takesTemplates: false },
  {
    name: 'apple-messages',
    editions: apple,
    initiation: 'customer',
    messagingWindowMs: null,
    takesTemplates: false,
  },
];

interface Column {
  readonly title: string;
  readonly wroteMs: number | null;
  readonly template?: 'UTILITY' | 'MARKETING';
  readonly isConfirmed?: true;
  readonly settings?: PolicyFacts['settings'];
}

const COLUMNS: readonly Column[] = [
  { title: 'never wrote', wroteMs: null },
  { title: 'wrote 1 h ago', wroteMs: HOUR_MS },
  { title: 'wrote 1 h ago, confirmed', wroteMs: HOUR_MS, isConfirmed: true },
  { title: 'wrote 3 days ago, confirmed', wroteMs: 72 * HOUR_MS, isConfirmed: true },
  { title: '… utility template', wroteMs: 72 * HOUR_MS, isConfirmed: true, template: 'UTILITY' },
  {
    title: '… marketing template, settings on',
    wroteMs: 72 * HOUR_MS,
    isConfirmed: true,
    template: 'MARKETING',
    settings: { marketingTemplates: true, registeredNewsPage: true },
  },
];

/** What may be sent, on each channel and for each purpose, as the engine itself says; for people to read. */
export function policyMatrix(): string {
  return `${[
    '# What may be sent where',
    '',
    `Made by \`npm run policy-matrix\` out of the editions, as of ${DAY}; a test holds it to them. A person writes,`,
    'nothing forbidden is offered. "Confirmed" is a consent that the contact confirmed in the channel; templates are',
    'approved and filled. A refusal shows the rule and since when it holds in that form. `checkSend` answers for any',
    'other situation, and `test/core/policy/situations` holds hundreds of them.',
    '',
    ...CHANNELS.flatMap(sectionOf),
    '## All channels',
    '',
    'Confab itself asks for these everywhere. An operator may replace the caps and the quiet hours, and add rules; no',
    'rule of an operator makes a platform’s weaker.',
    '',
    ...editionsOf(houseEditions),
    '',
    '- **frequency-cap**: at most 3 promotional messages to one contact in 24 hours, over all channels.',
    '- **quiet-hours**: no promotion from 21:00 to 08:00 on the contact’s clock, where it is known.',
  ].join('\n')}\n`;
}

function sectionOf(channel: Channel): readonly string[] {
  const columns = COLUMNS.filter(({ template }) => template === undefined || channel.takesTemplates);
  return [
    `## ${channel.name}`,
    '',
    `| Purpose | ${columns.map(({ title }) => title).join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...PURPOSES.map(
      (purpose) =>
        `| ${purpose} | ${columns.map((column) => cellOf(channel, purpose, column)).join(' | ')} |`,
    ),
    '',
    ...editionsOf(channel.editions),
    '',
  ];
}

const editionsOf = (editions: readonly PolicyEdition[]): readonly string[] => [
  '| Since | What changed | Source |',
  '| --- | --- | --- |',
  ...editions.map(({ effectiveFrom, title, source }) => `| ${effectiveFrom} | ${title} | ${source} |`),
];

function cellOf(channel: Channel, purpose: Purpose, column: Column): string {
  const { wroteMs, template, isConfirmed, settings = {} } = column;
  const { name, editions, initiation, messagingWindowMs, takesTemplates } = channel;
  const facts: PolicyFacts = {
    initiation,
    messagingWindowMs,
    takesTemplates,
    settings: { ...channel.settings, ...settings },
    reachability: wroteMs === null ? 'UNKNOWN' : 'REACHABLE',
    lastInboundAt: wroteMs === null ? null : new Date(AT.getTime() - wroteMs),
    promotionalOptOutAt: null,
    isPromotionalOptOutKept: false,
    recipientIds: ['7001'],
    country: 'DE',
    timeZone: 'Europe/Berlin',
    topic: null,
    consent: isConfirmed === true ? { state: 'CONFIRMED', isOwnWord: true } : null,
    template:
      template === undefined
        ? null
        : { name: 'any', language: 'de', category: template, isApproved: true, problems: [] },
    approvedTemplates: [],
    promotionalSentAt: [],
    heldBackAt: [],
    entryPointAt: null,
    operatorRules: [],
    spentMicros: {},
    rateCard: null,
  };
  const request = {
    channel: name,
    author: 'MEMBER',
    purpose,
    partTypes: [template === undefined ? 'text' : 'template'],
    declaration: NOTHING_DECLARED,
  } as const;
  const { verdict, rule, effectiveFrom } = decide(request, facts, editions, AT);
  return verdict === 'ALLOW' ? 'yes' : `no: ${rule} (${effectiveFrom})`;
}
