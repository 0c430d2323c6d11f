import { type Declaration, type Good, NOTHING_DECLARED } from '../../../src/core/model/declaration.ts';
import type { OperatorRuleId, TopicId } from '../../../src/core/model/ids.ts';
import type { OperatorTerms } from '../../../src/core/model/operator-rule.ts';
import type { PolicyDecision, PolicyFacts, PolicyRequest } from '../../../src/core/model/policy.ts';
import type { TemplateCategory } from '../../../src/core/model/template-facts.ts';
import { type AuthorKind, isPromotional, type Purpose } from '../../../src/core/model/words.ts';
import { decide } from '../../../src/core/policy/decide.ts';
import { CHANNELS, type ChannelPolicy } from './channel-editions.ts';

/** A question to policy, complete. */
export interface Situation {
  readonly channel: ChannelPolicy;
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
  readonly at: Date;
}

export const decideOn = ({ request, facts, channel, at }: Situation): PolicyDecision =>
  decide(request, facts, channel.editions, at);

export const TOPIC_ID = '01920000-0000-7000-8000-000000000001' as TopicId;
const RULE_ID = '01920000-0000-7000-8000-000000000002' as OperatorRuleId;
/** What the accounts have had approved. */
const TEMPLATES: Readonly<Record<string, PolicyFacts['approvedTemplates']>> = {
  whatsapp: [
    { name: 'offer', language: 'de', category: 'MARKETING' },
    { name: 'order', language: 'de', category: 'UTILITY' },
    { name: 'code', language: 'de', category: 'AUTHENTICATION' },
  ],
  messenger: [{ name: 'order', language: 'de', category: 'UTILITY' }],
};
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A row of a situations table in the engine's terms. Cells are documented in `situations/README.md`. */
export function readSituation(row: Readonly<Record<string, string>>): Situation {
  const name = row.Channel ?? '';
  const channel = CHANNELS[name];
  if (channel === undefined) throw new Error(`No channel "${name}".`);
  const at = readDay(row.Day ?? '');
  const purpose = (row.Why ?? '') as Purpose;
  const bare: Situation = {
    channel,
    at,
    request: {
      channel: name,
      author: (row['Who writes'] ?? '') as AuthorKind,
      purpose,
      partTypes: ['text'],
      declaration: NOTHING_DECLARED,
    },
    facts: {
      reachability: row['Contact wrote'] === 'never' ? 'UNKNOWN' : 'REACHABLE',
      lastInboundAt: readSince(row['Contact wrote'] ?? '', at),
      promotionalOptOutAt: null,
      isPromotionalOptOutKept: false,
      recipientIds: ['7001'],
      country: null,
      timeZone: null,
      messagingWindowMs: channel.messagingWindowMs,
      initiation: channel.initiation,
      takesTemplates: channel.takesTemplates,
      settings: channel.settings ?? {},
      topic: null,
      consent: null,
      template: null,
      approvedTemplates: TEMPLATES[name] ?? [],
      promotionalSentAt: [],
      heldBackAt: [],
      entryPointAt: null,
      operatorRules: [],
      spentMicros: {},
      rateCard: null,
    },
  };
  const words = [row.Consent, row['Sent as'], ...(row.Besides ?? '').split(';')].map(
    (word) => word?.trim() ?? '',
  );
  return words.filter((word) => word !== '').reduce(withWord, bare);
}

/** Each word of a table changes one thing. */
function withWord(situation: Situation, word: string): Situation {
  for (const [pattern, change] of WORDS) {
    const match = pattern.exec(word);
    if (match !== null) return change(situation, match[1] ?? '', match[2] ?? '');
  }
  throw new Error(`Nobody knows what "${word}" means in a situation.`);
}

type Change = (situation: Situation, first: string, second: string) => Situation;

const withFacts = (situation: Situation, facts: Partial<PolicyFacts>): Situation => ({
  ...situation,
  facts: { ...situation.facts, ...facts },
});
const declaring = (situation: Situation, declaration: Partial<Declaration>): Situation => ({
  ...situation,
  request: { ...situation.request, declaration: { ...situation.request.declaration, ...declaration } },
});
const asTemplate = (situation: Situation, template: PolicyFacts['template']): Situation => ({
  ...withFacts(situation, { template }),
  request: { ...situation.request, partTypes: ['template'] },
});
const template = (category: string, more: Partial<NonNullable<PolicyFacts['template']>> = {}) => ({
  name: 'mine',
  language: 'de',
  category: category as TemplateCategory,
  isApproved: true,
  problems: [],
  ...more,
});
const consent =
  (state: NonNullable<PolicyFacts['consent']>['state'], isOwnWord = true): Change =>
  (situation) =>
    withFacts(situation, { consent: { state, isOwnWord } });
const operatorRule = (situation: Situation, terms: OperatorTerms): Situation =>
  withFacts(situation, {
    operatorRules: [
      ...situation.facts.operatorRules,
      {
        id: RULE_ID,
        channel: null,
        note: 'Agreed with the works council.',
        effectiveFrom: new Date(0),
        ...terms,
      },
    ],
  });

const WORDS: readonly (readonly [RegExp, Change])[] = [
  [/^none$/u, (situation) => situation],
  [/^asked$/u, consent('REQUESTED')],
  [/^given once$/u, consent('GRANTED')],
  [/^confirmed$/u, consent('CONFIRMED')],
  [/^imported$/u, consent('CONFIRMED', false)],
  [/^withdrawn$/u, consent('WITHDRAWN')],
  [/^expired$/u, consent('EXPIRED')],

  [/^text$/u, (situation) => situation],
  [/^unknown template$/u, (situation) => asTemplate(situation, null)],
  [
    /^rejected template$/u,
    (situation) =>
      asTemplate(
        situation,
        template(isPromotional(situation.request.purpose) ? 'MARKETING' : 'UTILITY', { isApproved: false }),
      ),
  ],
  [
    /^unfilled template$/u,
    (situation) =>
      asTemplate(situation, template('UTILITY', { problems: ['The template needs a value for {{1}}.'] })),
  ],
  [/^(\w+) template$/u, (situation, category) => asTemplate(situation, template(category))],

  [/^blocked$/u, (situation) => withFacts(situation, { reachability: 'BLOCKED' })],
  [/^gone$/u, (situation) => withFacts(situation, { reachability: 'GONE' })],
  [/^reachable$/u, (situation) => withFacts(situation, { reachability: 'REACHABLE' })],
  [/^refused promotion$/u, (situation) => withFacts(situation, { promotionalOptOutAt: new Date(0) })],
  [/^in ([A-Z]{2})$/u, (situation, country) => withFacts(situation, { country })],
  [/^number (\d+)$/u, (situation, number) => withFacts(situation, { recipientIds: [number] })],
  [/^business chat$/u, (situation) => withFacts(situation, { recipientIds: ['connection:7001'] })],
  [
    /^(\w+) (on|off)$/u,
    (situation, setting, word) =>
      withFacts(situation, { settings: { ...situation.facts.settings, [setting]: word === 'on' } }),
  ],
  [/^sells (\w+)$/u, (situation, good) => declaring(situation, { goods: [good as Good] })],
  [/^with promotion$/u, (situation) => declaring(situation, { containsPromotion: true })],
  [
    /^topic of (\w+)$/u,
    (situation, purpose) =>
      declaring(
        withFacts(situation, { topic: { id: TOPIC_ID, name: 'Spring', purpose: purpose as Purpose } }),
        {
          topicId: TOPIC_ID,
        },
      ),
  ],
  [/^unknown topic$/u, (situation) => declaring(situation, { topicId: TOPIC_ID })],
  [/^clock of (\S+)$/u, (situation, timeZone) => withFacts(situation, { timeZone })],
  [
    /^promoted (.+) ago$/u,
    (situation, spans) =>
      withFacts(situation, {
        promotionalSentAt: spans
          .split(',')
          .map((span) => new Date(situation.at.getTime() - readSpan(span.trim()))),
      }),
  ],
  [
    /^held back (.+) ago$/u,
    (situation, spans) =>
      withFacts(situation, {
        heldBackAt: spans.split(',').map((span) => new Date(situation.at.getTime() - readSpan(span.trim()))),
      }),
  ],
  [
    /^entry point answered (.+) ago$/u,
    (situation, span) =>
      withFacts(situation, { entryPointAt: new Date(situation.at.getTime() - readSpan(span)) }),
  ],
  [
    /^own consent for (\w+)$/u,
    (situation, purpose) =>
      operatorRule(situation, {
        rule: 'extra-consent',
        terms: { purposes: [purpose as Purpose], isOwnWord: false },
      }),
  ],
  [
    /^own quiet hours (\d\d:\d\d)-(\d\d:\d\d)$/u,
    (situation, from, to) =>
      operatorRule(situation, {
        rule: 'quiet-hours',
        terms: {
          purposes: ['SERVICE', 'MARKETING', 'NEWSLETTER'],
          from,
          to,
          fallbackTimeZone: 'Europe/Berlin',
        },
      }),
  ],
  [
    /^own quiet hours for (\w+)$/u,
    (situation, purpose) =>
      operatorRule(situation, {
        rule: 'quiet-hours',
        terms: { purposes: [purpose as Purpose], from: '12:00', to: '13:00', fallbackTimeZone: null },
      }),
  ],
  [
    /^own cap for (\w+)$/u,
    (situation, purpose) =>
      operatorRule(situation, {
        rule: 'frequency-cap',
        terms: { purposes: [purpose as Purpose], messages: 5, perMs: 86_400_000 },
      }),
  ],
  [
    /^own cap of (\d+) a day$/u,
    (situation, messages) =>
      operatorRule(situation, {
        rule: 'frequency-cap',
        terms: { purposes: ['MARKETING', 'NEWSLETTER'], messages: Number(messages), perMs: 86_400_000 },
      }),
  ],
  [
    /^budget ([\d.]+) EUR, spent ([\d.]+)$/u,
    (situation, amount, spent) =>
      withFacts(
        operatorRule(situation, {
          rule: 'budget',
          terms: { currency: 'EUR', amountMicros: Math.round(Number(amount) * 1e6) },
        }),
        { spentMicros: { EUR: Math.round(Number(spent) * 1e6) } },
      ),
  ],
];

/** `2019-12-06` is that midnight UTC; a time of day may follow. */
function readDay(text: string): Date {
  const at = new Date(`${text.length === 10 ? `${text} 00:00` : text}Z`.replace(' ', 'T'));
  if (Number.isNaN(at.getTime())) throw new Error(`"${text}" is no day.`);
  return at;
}

function readSince(text: string, at: Date): Date | null {
  if (text === 'never') return null;
  const span = /^(.+) ago$/u.exec(text)?.[1];
  if (span === undefined) throw new Error(`"${text}" is no time since the contact wrote.`);
  return new Date(at.getTime() - readSpan(span));
}

/** `24 h`, `24 h - 1 ms`. */
function readSpan(text: string): number {
  return text
    .split(' - ')
    .map((term) => {
      const [, amount = '', unit = ''] = /^(\d+) (ms|s|min|h|d)$/u.exec(term) ?? [];
      return Number(amount) * (UNITS_MS[unit] ?? Number.NaN);
    })
    .reduce((whole, part) => whole - part);
}
