import { type Declaration, GOODS, type Good } from '../../core/model/declaration.ts';
import type { MessagingWindow, PolicyDecision, PolicyEdition, Price } from '../../core/model/policy.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { enumOf, PolicyRuleEnum, VerdictEnum } from './enums.ts';
import { RemedyInterface } from './remedy.ts';

export const GoodsEnum = enumOf('Goods', 'Kinds of goods that some channels forbid.', GOODS);

/** What the author says about a message, as inputs carry it. */
interface DeclarationFields {
  readonly topicId?: string | null | undefined;
  readonly declaredGoods?: readonly Good[] | null | undefined;
  readonly containsPromotion?: boolean | null | undefined;
}

export const toDeclaration = (fields: DeclarationFields): Declaration => ({
  topicId: fields.topicId == null ? null : decodeId('Topic', fields.topicId),
  goods: fields.declaredGoods ?? [],
  containsPromotion: fields.containsPromotion ?? false,
});

const WindowType = builder.objectRef<MessagingWindow>('MessagingWindow').implement({
  description: 'How long free-form answers are welcome.',
  fields: (t) => ({
    opensAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the contact last wrote; null when never.',
      resolve: ({ opensAt }) => toDate(opensAt),
    }),
    closesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant outside; null when it never opened, or has no end.',
      resolve: ({ closesAt }) => toDate(closesAt),
    }),
    reason: t.exposeString('reason', { description: 'Which window it is, for a person.' }),
  }),
});

/** A decision that was stored with its message has its instants as text. */
const toDate = (instant: Date | null): Date | null => (instant === null ? null : new Date(instant));

export const PriceType = builder.objectRef<Price>('Price').implement({
  description: 'What the platform charges for one message.',
  fields: (t) => ({
    amount: t.string({
      nullable: true,
      description:
        'In units of the currency, such as "0.0733"; "0" when free; null when charged and unknown.',
      resolve: ({ amountMicros }) => (amountMicros === null ? null : String(amountMicros / 1_000_000)),
    }),
    amountMicros: t.float({
      nullable: true,
      description: 'The same in whole millionths.',
      resolve: ({ amountMicros }) => amountMicros,
    }),
    currency: t.exposeString('currency', {
      nullable: true,
      description: 'ISO 4217; null where nothing is charged or nothing is known.',
    }),
    basis: t.exposeString('basis', { description: 'Why it costs this, for a person.' }),
    rateCard: t.exposeString('rateCard', {
      nullable: true,
      description: 'The card that says so; null: none covers the day.',
    }),
  }),
});

export const PolicyDecisionType = builder.objectRef<PolicyDecision>('PolicyDecision').implement({
  description: 'The verdict about one message to one identity at one instant.',
  fields: (t) => ({
    verdict: t.expose('verdict', { type: VerdictEnum, description: 'Whether it may be sent.' }),
    rule: t.expose('rule', {
      type: PolicyRuleEnum,
      nullable: true,
      description: 'The rule that decided; null when none objected.',
    }),
    edition: t.exposeString('edition', {
      description:
        'The edition that brought the rule in its present form; of an allowance, the one in force.',
    }),
    effectiveFrom: t.exposeString('effectiveFrom', {
      description: 'Since when that edition holds (ISO date, UTC).',
    }),
    source: t.exposeString('source', { description: 'Where the edition comes from.' }),
    reason: t.exposeString('reason', { description: 'For a person.' }),
    remedies: t.field({
      type: [RemedyInterface],
      description: 'What would take this objection away, as alternatives; empty when nothing would.',
      resolve: ({ remedies }) => [...remedies],
    }),
    alsoObjecting: t.field({
      type: [PolicyRuleEnum],
      description: 'Rules that would object next.',
      resolve: ({ alsoObjecting }) => [...alsoObjecting],
    }),
    window: t.expose('window', {
      type: WindowType,
      nullable: true,
      description: 'Null: the channel has no window.',
    }),
    price: t.expose('price', { type: PriceType, description: 'What it costs, or would cost.' }),
    warnings: t.field({
      type: ['String'],
      description: 'What the sender should know and what does not stop the message; for a person.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
});

export const PolicyEditionType = builder.objectRef<PolicyEdition>('PolicyEdition').implement({
  description: "A channel's rules in force from a date.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Stable name.' }),
    channel: t.exposeString('channel', { description: 'Whose; `*`: asked on every channel.' }),
    effectiveFrom: t.exposeString('effectiveFrom', { description: 'ISO date (UTC) from which it holds.' }),
    title: t.exposeString('title', { description: 'What changed, in a few words.' }),
    source: t.exposeString('source', { description: 'Where it comes from.' }),
    rules: t.field({
      type: [PolicyRuleEnum],
      description: 'The rules that apply.',
      resolve: ({ rules }) => [...rules],
    }),
    rateCard: t.string({
      nullable: true,
      description: 'Its prices; null: none are known.',
      resolve: ({ rateCard }) => rateCard?.name ?? null,
    }),
  }),
});
