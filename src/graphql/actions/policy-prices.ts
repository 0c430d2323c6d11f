import { GraphQLError } from 'graphql';
import { loadRateCard, type RateCardLoaded, removeRateCard } from '../../core/inbox/rate-cards.ts';
import type { Rate } from '../../core/model/price.ts';
import { type ValidationFailed, validationFailed } from '../../core/model/result.ts';
import { type PriceLine, readPriceReport } from '../../core/store/price-report.ts';
import { listRateCards } from '../../core/store/rate-cards.ts';
import type { RateCardRow } from '../../core/store/rows.ts';
import { builder } from '../builder.ts';
import { workspaceViewer } from '../queries.ts';
import { inUnits, toMicros } from '../types/amount.ts';
import { enumOf } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { WorkspaceType } from '../types/workspace.ts';

const RateContentEnum = enumOf(
  'RateContent',
  'What a line of a rate card is for.',
  ['template', 'free-form'],
  {
    template: 'Texts that the platform approved.',
    'free-form': 'Everything else.',
  },
);
const RateCategoryEnum = enumOf('RateCategory', 'The category of a template.', [
  'MARKETING',
  'UTILITY',
  'AUTHENTICATION',
]);
const RateWindowEnum = enumOf('RateWindow', 'Whether the contact wrote lately.', ['open', 'closed'], {
  open: 'Within the card’s window.',
  closed: 'Not within it, or never.',
});

const RateType = builder.objectRef<Rate>('Rate').implement({
  description: 'One line of a card; what is null is not asked. The first that fits is charged.',
  fields: (t) => ({
    content: t.expose('content', { type: RateContentEnum, nullable: true, description: 'For what.' }),
    categories: t.field({
      type: [RateCategoryEnum],
      nullable: true,
      description: 'For templates of these categories.',
      resolve: ({ categories }) => (categories === undefined ? null : [...categories]),
    }),
    window: t.expose('window', { type: RateWindowEnum, nullable: true, description: 'By the window.' }),
    isEntryPoint: t.boolean({
      description: 'Only after an answered ad or page button.',
      resolve: ({ isEntryPoint }) => isEntryPoint === true,
    }),
    countries: t.stringList({
      nullable: true,
      description: 'ISO 3166 of the recipient.',
      resolve: ({ countries }) => (countries === undefined ? null : [...countries]),
    }),
    amount: t.string({
      nullable: true,
      description: 'In the card’s currency; null: charged, and nobody knows how much.',
      resolve: ({ amountMicros }) => (amountMicros === null ? null : inUnits(amountMicros)),
    }),
    basis: t.exposeString('basis', { description: 'Why it costs this, for a person.' }),
  }),
});

const RateCardType = builder.objectRef<RateCardRow>('RateCard').implement({
  description: 'Prices of the operator’s own contract, from a day on.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: 'Whose prices.' }),
    effectiveFrom: t.exposeString('effectiveFrom', { description: 'ISO date (UTC).' }),
    name: t.exposeString('name', { description: 'What decisions call it.' }),
    source: t.exposeString('source', { description: 'The contract or page.' }),
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    windowHours: t.float({
      description: 'How long after the contact’s message the window is open.',
      resolve: ({ windowMs }) => windowMs / HOUR_MS,
    }),
    entryPointHours: t.float({
      description: 'How long an answered entry point counts; 0: it does not.',
      resolve: ({ entryPointMs }) => entryPointMs / HOUR_MS,
    }),
    rates: t.field({ type: [RateType], description: 'In order.', resolve: ({ rates }) => [...rates] }),
  }),
});

const RateInput = builder.inputType('RateInput', {
  description: 'One line; what is absent is not asked.',
  fields: (t) => ({
    content: t.field({ type: RateContentEnum, description: 'Default: any.' }),
    categories: t.field({ type: [RateCategoryEnum], description: 'Default: any, and what is no template.' }),
    window: t.field({ type: RateWindowEnum, description: 'Default: either.' }),
    isEntryPoint: t.boolean({ description: 'Only after an answered ad or page button. Default: false.' }),
    countries: t.stringList({ description: 'ISO 3166 of recipients. Default: all, and the unknown.' }),
    amount: t.string({ description: 'Such as "0.0733". Default: charged, and nobody knows how much.' }),
    basis: t.string({ required: true, description: 'Why it costs this, for a person.' }),
  }),
});
const LoadRateCardInput = builder.inputType('LoadRateCardInput', {
  description: 'Prices of the operator’s own contract. A card of the same channel and day is replaced.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'Whose prices.' }),
    effectiveFrom: t.string({ required: true, description: 'ISO date (UTC) from which they count.' }),
    name: t.string({ required: true, description: 'What decisions shall call it.' }),
    source: t.string({ required: true, description: 'The contract or page.' }),
    currency: t.string({ required: true, description: 'ISO 4217, such as EUR.' }),
    windowHours: t.float({ description: 'Default: 24.' }),
    entryPointHours: t.float({ description: 'Default: 0.' }),
    rates: t.field({ type: [RateInput], required: true, description: 'The first that fits is charged.' }),
  }),
});
const RemoveRateCardInput = builder.inputType('RemoveRateCardInput', {
  description: 'A card that shall not count any more.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'Whose prices.' }),
    effectiveFrom: t.string({ required: true, description: 'Its day.' }),
  }),
});

const LoadRateCardSuccess = builder.objectRef<RateCardLoaded>('LoadRateCardSuccess').implement({
  description: 'It counts from its day on.',
  fields: (t) => ({ rateCard: t.expose('card', { type: RateCardType, description: 'The card.' }) }),
});
const LoadRateCardResult = builder.unionType('LoadRateCardResult', {
  description: 'What became of it.',
  types: [LoadRateCardSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('LoadRateCardSuccess'),
});
const RemoveRateCardSuccess = builder
  .objectRef<{ readonly kind: 'removed' }>('RemoveRateCardSuccess')
  .implement({
    description: 'The card before it counts, or the channel’s own.',
    fields: (t) => ({ isRemoved: t.boolean({ description: 'Always true.', resolve: () => true }) }),
  });
const RemoveRateCardResult = builder.unionType('RemoveRateCardResult', {
  description: 'What became of it.',
  types: [RemoveRateCardSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('RemoveRateCardSuccess'),
});

builder.mutationFields((t) => ({
  loadRateCard: t.field({
    type: LoadRateCardResult,
    description: 'Loads prices; decisions from their day on are priced by them. Needs the role ADMIN.',
    args: { input: t.arg({ type: LoadRateCardInput, required: true, description: 'The card.' }) },
    resolve: async (_root, { input }, context) => {
      const rates = toRates(input.rates);
      if ('kind' in rates) return rates;
      return loadRateCard(context.services.core, workspaceViewer(context), {
        channel: input.channel,
        effectiveFrom: input.effectiveFrom,
        name: input.name,
        source: input.source,
        currency: input.currency,
        windowMs: Math.round((input.windowHours ?? 24) * HOUR_MS),
        entryPointMs: Math.round((input.entryPointHours ?? 0) * HOUR_MS),
        rates: rates.rates,
      });
    },
  }),
  removeRateCard: t.field({
    type: RemoveRateCardResult,
    description: 'Takes a loaded card away. Needs the role ADMIN.',
    args: { input: t.arg({ type: RemoveRateCardInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      removeRateCard(context.services.core, workspaceViewer(context), input),
  }),
}));

builder.objectField(WorkspaceType, 'rateCards', (t) =>
  t.field({
    type: [RateCardType],
    description: 'The operator’s own cards, by channel and day.',
    resolve: async ({ id }, _arguments, { services }) => [...(await listRateCards(services.core.db, id))],
  }),
);

const PriceLineType = builder.objectRef<PriceLine>('PriceReportLine').implement({
  description: 'The messages of one day, channel, country, category and currency.',
  fields: (t) => ({
    day: t.exposeString('day', { description: 'ISO date (UTC).' }),
    channel: t.exposeString('channel', { description: 'On which channel.' }),
    country: t.exposeString('country', { nullable: true, description: 'Of the recipients; null: unknown.' }),
    category: t.exposeString('category', {
      nullable: true,
      description: 'In the platform’s word; null: it reported none.',
    }),
    currency: t.exposeString('currency', {
      nullable: true,
      description: 'Of the estimates; null: they have none.',
    }),
    messages: t.exposeInt('messages', { description: 'How many; those that did not go out are left out.' }),
    estimatedAmount: t.string({
      description: 'What was expected, of those that have a figure.',
      resolve: ({ estimatedMicros }) => inUnits(estimatedMicros),
    }),
    estimatedFree: t.exposeInt('estimatedFree', { description: 'Expected to cost nothing.' }),
    estimatedCharged: t.exposeInt('estimatedCharged', { description: 'Expected to cost something.' }),
    estimatedUnknown: t.exposeInt('estimatedUnknown', {
      description: 'Expected to be charged, and no card says how much.',
    }),
    reportedFree: t.exposeInt('reportedFree', {
      description: 'The platform reported that it charges nothing.',
    }),
    reportedCharged: t.exposeInt('reportedCharged', {
      description: 'The platform reported that it charges.',
    }),
    unreported: t.exposeInt('unreported', { description: 'The platform has not said, or never does.' }),
    differing: t.exposeInt('differing', {
      description: 'Expected free and reported charged, or the other way round.',
    }),
  }),
});

/** A year of days on all channels, with what countries and categories are usual. */
const MOST_LINES = 5_000;

builder.queryField('priceReport', (t) =>
  t.field({
    type: [PriceLineType],
    description: `What messages were expected to cost beside what platforms reported; at most ${MOST_LINES} lines.`,
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'Messages of this instant and later.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'And before this one.' }),
    },
    resolve: async (_root, { from, to }, context) => {
      if (from >= to) {
        throw new GraphQLError('`from` lies before `to`.', { extensions: { code: 'BAD_USER_INPUT' } });
      }
      const { workspaceId } = workspaceViewer(context);
      return [...(await readPriceReport(context.services.core.db, workspaceId, from, to, MOST_LINES))];
    },
  }),
);

const HOUR_MS = 3_600_000;

function toRates(
  inputs: readonly (typeof RateInput.$inferInput)[],
): { readonly rates: readonly Rate[] } | ValidationFailed {
  const rates: Rate[] = [];
  for (const [index, input] of inputs.entries()) {
    const amountMicros = input.amount == null ? null : toMicros(input.amount);
    if (input.amount != null && amountMicros === null) {
      return validationFailed('An amount is written like 0.0733.', ['rates', index, 'amount']);
    }
    rates.push({
      ...(input.content != null && { content: input.content }),
      ...(input.categories != null && { categories: input.categories }),
      ...(input.window != null && { window: input.window }),
      ...(input.isEntryPoint === true && { isEntryPoint: true }),
      ...(input.countries != null && { countries: input.countries }),
      amountMicros,
      basis: input.basis,
    });
  }
  return { rates };
}
