import { addOperatorRule, endOperatorRule, type OperatorRuleDone } from '../../core/inbox/operator-rules.ts';
import type { OperatorTerms } from '../../core/model/operator-rule.ts';
import { type ValidationFailed, validationFailed } from '../../core/model/result.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { toMicros } from '../types/amount.ts';
import { PurposeEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { OperatorRuleType } from '../types/policy-operator-rule.ts';

const QuietHoursInput = builder.inputType('OperatorQuietHoursInput', {
  description:
    'Times at which nothing is sent, on the contact’s clock. For the purposes that they name they take the place of the house’s.',
  fields: (t) => ({
    purposes: t.field({ type: [PurposeEnum], description: 'Default: MARKETING and NEWSLETTER.' }),
    from: t.string({ required: true, description: '`HH:MM`: the first quiet minute.' }),
    to: t.string({ required: true, description: '`HH:MM`: the first loud one.' }),
    fallbackTimeZone: t.string({
      description: 'For contacts whose own is unknown, such as `Europe/Berlin`. Default: they have none.',
    }),
  }),
});
const FrequencyCapInput = builder.inputType('OperatorFrequencyCapInput', {
  description:
    'At most so many to one contact, over all channels. For the purposes that it names it takes the place of the house’s.',
  fields: (t) => ({
    purposes: t.field({ type: [PurposeEnum], description: 'Default: MARKETING and NEWSLETTER.' }),
    messages: t.int({ required: true, description: '1 to 100.' }),
    perHours: t.float({ required: true, description: 'Within any so many hours.' }),
  }),
});
const ExtraConsentInput = builder.inputType('OperatorExtraConsentInput', {
  description: 'A confirmed consent also for what would need none.',
  fields: (t) => ({
    purposes: t.field({ type: [PurposeEnum], required: true, description: 'For which messages.' }),
    isOwnWord: t.boolean({ description: 'Only the contact’s own word here counts. Default: false.' }),
  }),
});
const BudgetInput = builder.inputType('OperatorBudgetInput', {
  description: 'At most so much in a calendar month (UTC), for all messages whose price is known.',
  fields: (t) => ({
    amount: t.string({ required: true, description: 'Such as "250" or "99.50".' }),
    currency: t.string({ required: true, description: 'ISO 4217, such as EUR.' }),
  }),
});
const AddOperatorRuleInput = builder.inputType('AddOperatorRuleInput', {
  description:
    'A rule of the workspace’s own: exactly one of `quietHours`, `frequencyCap`, `extraConsent`, `budget`.',
  fields: (t) => ({
    note: t.string({ required: true, description: 'Why it is there; refusals show it as their source.' }),
    channel: t.string({ description: 'Default: on every channel.' }),
    effectiveFrom: t.field({ type: 'DateTime', description: 'Default: now.' }),
    quietHours: t.field({ type: QuietHoursInput, description: 'When nothing is sent.' }),
    frequencyCap: t.field({ type: FrequencyCapInput, description: 'How much is sent.' }),
    extraConsent: t.field({ type: ExtraConsentInput, description: 'To whom it is sent.' }),
    budget: t.field({ type: BudgetInput, description: 'What a month may cost.' }),
  }),
});
const EndOperatorRuleInput = builder.inputType('EndOperatorRuleInput', {
  description: 'A rule that shall not hold any more.',
  fields: (t) => ({ operatorRuleId: t.id({ required: true, description: 'Which.' }) }),
});

const OperatorRuleSuccess = builder.objectRef<OperatorRuleDone>('OperatorRuleSuccess').implement({
  description: 'The rule is as was asked.',
  fields: (t) => ({
    operatorRule: t.expose('rule', { type: OperatorRuleType, description: 'The rule.' }),
  }),
});
const OperatorRuleResult = builder.unionType('OperatorRuleResult', {
  description: 'What became of it.',
  types: [OperatorRuleSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('OperatorRuleSuccess'),
});

builder.mutationFields((t) => ({
  addOperatorRule: t.field({
    type: OperatorRuleResult,
    description:
      'Adds a rule of the workspace’s own: stricter than the platforms, never looser. Needs the role ADMIN.',
    args: { input: t.arg({ type: AddOperatorRuleInput, required: true, description: 'The rule.' }) },
    resolve: async (_root, { input }, context) => {
      const given = toTerms(input);
      if ('kind' in given) return given;
      return addOperatorRule(context.services.core, workspaceViewer(context), {
        given,
        note: input.note,
        channel: input.channel ?? null,
        effectiveFrom: input.effectiveFrom ?? null,
      });
    },
  }),
  endOperatorRule: t.field({
    type: OperatorRuleResult,
    description: 'Ends a rule of the workspace’s own. Needs the role ADMIN.',
    args: { input: t.arg({ type: EndOperatorRuleInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      endOperatorRule(context.services.core, workspaceViewer(context), {
        id: decodeId('OperatorRule', input.operatorRuleId),
      }),
  }),
}));

const PROMOTIONAL = ['MARKETING', 'NEWSLETTER'] as const;
const HOUR_MS = 3_600_000;

function toTerms(input: typeof AddOperatorRuleInput.$inferInput): OperatorTerms | ValidationFailed {
  const { quietHours, frequencyCap, extraConsent, budget } = input;
  const given = [quietHours, frequencyCap, extraConsent, budget].filter((terms) => terms != null);
  if (given.length !== 1) {
    return validationFailed('Give exactly one of quietHours, frequencyCap, extraConsent and budget.');
  }
  if (quietHours != null) {
    const { purposes, from, to, fallbackTimeZone } = quietHours;
    return {
      rule: 'quiet-hours',
      terms: { purposes: purposes ?? PROMOTIONAL, from, to, fallbackTimeZone: fallbackTimeZone ?? null },
    };
  }
  if (frequencyCap != null) {
    const { purposes, messages, perHours } = frequencyCap;
    return {
      rule: 'frequency-cap',
      terms: { purposes: purposes ?? PROMOTIONAL, messages, perMs: Math.round(perHours * HOUR_MS) },
    };
  }
  if (extraConsent != null) {
    const { purposes, isOwnWord } = extraConsent;
    return { rule: 'extra-consent', terms: { purposes, isOwnWord: isOwnWord ?? false } };
  }
  const amountMicros = toMicros(budget?.amount ?? '');
  if (amountMicros === null)
    return validationFailed('An amount is written like 99.50.', ['budget', 'amount']);
  return { rule: 'budget', terms: { amountMicros, currency: budget?.currency ?? '' } };
}
