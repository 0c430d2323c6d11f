import type { OperatorTerms } from '../../core/model/operator-rule.ts';
import type { BudgetTerms, ConsentTerms, FrequencyCap, QuietHours } from '../../core/model/rule-terms.ts';
import { listOperatorRules } from '../../core/store/operator-rules.ts';
import type { OperatorRuleRow } from '../../core/store/rows.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { inUnits } from './amount.ts';
import { PolicyRuleEnum, PurposeEnum } from './enums.ts';
import { WorkspaceType } from './workspace.ts';

const purposes = 'Why messages are sent that it is for.';

const QuietHoursType = builder.objectRef<QuietHours>('OperatorQuietHours').implement({
  description: 'Times at which nothing is sent, on the contact’s clock.',
  fields: (t) => ({
    purposes: t.field({
      type: [PurposeEnum],
      description: purposes,
      resolve: (terms) => [...terms.purposes],
    }),
    from: t.exposeString('from', { description: '`HH:MM`: the first quiet minute.' }),
    to: t.exposeString('to', { description: '`HH:MM`: the first loud one. Before `from`: of the next day.' }),
    fallbackTimeZone: t.exposeString('fallbackTimeZone', {
      nullable: true,
      description: 'For contacts whose own is unknown; null: they have no quiet hours.',
    }),
  }),
});

const FrequencyCapType = builder.objectRef<FrequencyCap>('OperatorFrequencyCap').implement({
  description: 'At most so many promotional messages to one contact, over all channels.',
  fields: (t) => ({
    purposes: t.field({
      type: [PurposeEnum],
      description: purposes,
      resolve: (terms) => [...terms.purposes],
    }),
    messages: t.exposeInt('messages', { description: 'How many.' }),
    perHours: t.float({
      description: 'Within any so many hours.',
      resolve: ({ perMs }) => perMs / 3_600_000,
    }),
  }),
});

const ExtraConsentType = builder.objectRef<ConsentTerms>('OperatorExtraConsent').implement({
  description: 'A confirmed consent also for what would need none.',
  fields: (t) => ({
    purposes: t.field({
      type: [PurposeEnum],
      description: purposes,
      resolve: (terms) => [...terms.purposes],
    }),
    isOwnWord: t.exposeBoolean('isOwnWord', {
      description: 'Only what the contact wrote or tapped in this very channel counts.',
    }),
  }),
});

const BudgetType = builder.objectRef<BudgetTerms>('OperatorBudget').implement({
  description: 'At most so much in a calendar month (UTC), for all messages whose price is known.',
  fields: (t) => ({
    amount: t.string({ description: 'Such as "250".', resolve: ({ amountMicros }) => inUnits(amountMicros) }),
    currency: t.exposeString('currency', {
      description: 'ISO 4217. Prices in other currencies do not count.',
    }),
  }),
});

type TermsByRule = { readonly [Given in OperatorTerms as Given['rule']]: Given['terms'] };

/** The terms of one kind of rule; null where the rule is of another. */
function termsOf<Rule extends keyof TermsByRule>(
  { rule, terms }: OperatorRuleRow,
  wanted: Rule,
): TermsByRule[Rule] | null {
  // Terms are stored beside the rule that they are of.
  return rule === wanted ? (terms as TermsByRule[Rule]) : null;
}

export const OperatorRuleType = builder.objectRef<OperatorRuleRow>('OperatorRule').implement({
  description: 'A rule that a workspace adds for itself. It only ever objects.',
  fields: (t) => ({
    id: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeId('OperatorRule', id) }),
    rule: t.expose('rule', {
      type: PolicyRuleEnum,
      description: 'Which; the field of its kind has the terms.',
    }),
    channel: t.exposeString('channel', { nullable: true, description: 'Null: on every channel.' }),
    note: t.exposeString('note', { description: 'Why it is there; the source of its refusals.' }),
    effectiveFrom: t.expose('effectiveFrom', { type: 'DateTime', description: 'Since when it holds.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it does not; null: it does.',
    }),
    quietHours: t.field({
      type: QuietHoursType,
      nullable: true,
      description: 'Null: it is another rule.',
      resolve: (row) => termsOf(row, 'quiet-hours'),
    }),
    frequencyCap: t.field({
      type: FrequencyCapType,
      nullable: true,
      description: 'Null: it is another rule.',
      resolve: (row) => termsOf(row, 'frequency-cap'),
    }),
    extraConsent: t.field({
      type: ExtraConsentType,
      nullable: true,
      description: 'Null: it is another rule.',
      resolve: (row) => termsOf(row, 'extra-consent'),
    }),
    budget: t.field({
      type: BudgetType,
      nullable: true,
      description: 'Null: it is another rule.',
      resolve: (row) => termsOf(row, 'budget'),
    }),
  }),
});

builder.objectField(WorkspaceType, 'operatorRules', (t) =>
  t.field({
    type: [OperatorRuleType],
    description: 'The workspace’s own rules that have not ended, oldest first; at most 100.',
    resolve: async ({ id }, _arguments, { services }) => [...(await listOperatorRules(services.core.db, id))],
  }),
);
