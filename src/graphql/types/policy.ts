import type { PolicyDecision, PolicyEdition, Remedy } from '../../core/model/policy.ts';
import { builder } from '../builder.ts';
import { PolicyRuleEnum, VerdictEnum } from './enums.ts';

const RemedyType = builder.objectRef<Remedy>('Remedy').implement({
  description: 'What would make a refused message allowed.',
  fields: (t) => ({
    kind: t.exposeString('kind', {
      description: 'Which remedy: `wait-for-contact`, `use-template`, `ask-for-consent`.',
    }),
    description: t.exposeString('description', { description: 'For a person.' }),
  }),
});

const WindowType = builder.objectRef<NonNullable<PolicyDecision['window']>>('MessagingWindow').implement({
  description: 'How long free-form answers are welcome.',
  fields: (t) => ({
    opensAt: t.expose('opensAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the contact last wrote; null when never.',
    }),
    closesAt: t.expose('closesAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The first instant outside; null when it never opened.',
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
    edition: t.exposeString('edition', { description: "The edition of the channel's rules." }),
    effectiveFrom: t.exposeString('effectiveFrom', {
      description: 'Since when the edition holds (ISO date, UTC).',
    }),
    source: t.exposeString('source', { description: 'Where the edition comes from.' }),
    reason: t.exposeString('reason', { description: 'For a person.' }),
    remedies: t.field({
      type: [RemedyType],
      description: 'What would make it allowed; empty when nothing would.',
      resolve: ({ remedies }) => [...remedies],
    }),
    window: t.expose('window', {
      type: WindowType,
      nullable: true,
      description: 'Null: the channel has no window.',
    }),
  }),
});

export const PolicyEditionType = builder.objectRef<PolicyEdition>('PolicyEdition').implement({
  description: "A channel's rules in force from a date.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Stable name.' }),
    effectiveFrom: t.exposeString('effectiveFrom', { description: 'ISO date (UTC) from which it holds.' }),
    title: t.exposeString('title', { description: 'What changed, in a few words.' }),
    source: t.exposeString('source', { description: 'Where it comes from.' }),
    rules: t.field({
      type: [PolicyRuleEnum],
      description: 'The rules that apply.',
      resolve: ({ rules }) => [...rules],
    }),
  }),
});
