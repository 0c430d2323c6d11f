import type {
  CostForecast,
  DestinationForecast,
  ProblemForecast,
  RefusalForecast,
  SampleRendering,
} from '../../core/campaigns/campaign-forecast.ts';
import type { CampaignPreview } from '../../core/campaigns/preview-campaign.ts';
import { builder } from '../builder.ts';
import { CampaignType } from './campaign.ts';
import { IdentityType } from './identity.ts';
import { LossType, WireRequestType } from './message-preview.ts';
import { PolicyDecisionType } from './policy.ts';
import { ChannelAccountType, existing } from './workspace.ts';

const DestinationType = builder.objectRef<DestinationForecast>('CampaignDestination').implement({
  description: 'Recipients of one channel and country.',
  fields: (t) => ({
    channel: t.exposeString('channel', {
      nullable: true,
      description: 'Null: known to none of the accounts.',
    }),
    country: t.exposeString('country', { nullable: true, description: 'ISO 3166; null: nobody told.' }),
    reachableCount: t.exposeInt('reachableCount', { description: 'Who would get it.' }),
    refusedCount: t.exposeInt('refusedCount', { description: 'Whom policy refuses.' }),
    unreachableCount: t.exposeInt('unreachableCount', { description: 'To whom there is no way.' }),
  }),
});

const RefusalType = builder.objectRef<RefusalForecast>('CampaignRefusal').implement({
  description: 'What one rule would refuse on one channel.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: 'Which channel.' }),
    count: t.exposeInt('count', { description: 'How many recipients.' }),
    decision: t.expose('decision', {
      type: PolicyDecisionType,
      description: 'Of the first of them: the rule, its source, the reason and the remedies.',
    }),
  }),
});

const ProblemType = builder.objectRef<ProblemForecast>('CampaignProblem').implement({
  description: 'Why recipients can not be reached, where it is not policy.',
  fields: (t) => ({
    channel: t.exposeString('channel', { nullable: true, description: 'Null: none.' }),
    problem: t.exposeString('problem', { description: 'For a person.' }),
    count: t.exposeInt('count', { description: 'How many recipients.' }),
  }),
});

const SampleType = builder.objectRef<SampleRendering>('CampaignRendering').implement({
  description: 'Exactly what one recipient would get, for each account and language.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: 'On which channel.' }),
    language: t.exposeString('locale', { nullable: true, description: 'Of the recipient; null: unknown.' }),
    channelAccount: t.expose('account', { type: ChannelAccountType, description: 'Through which account.' }),
    identity: t.field({
      type: IdentityType,
      description: 'Who would get just this.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    requests: t.field({
      type: [WireRequestType],
      description: 'In order.',
      resolve: ({ rendering }) => [...rendering.requests],
    }),
    losses: t.field({
      type: [LossType],
      description: 'What they would not see as it was written; empty: nothing is lost.',
      resolve: ({ rendering }) => [...rendering.losses],
    }),
  }),
});

const CostForecastType = builder.objectRef<CostForecast>('CampaignCostForecast').implement({
  description: 'What the platforms would charge in one currency.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    amountMicros: t.float({
      description: 'In whole millionths of the currency’s unit.',
      resolve: ({ amountMicros }) => amountMicros,
    }),
    messageCount: t.exposeInt('messageCount', { description: 'For so many messages.' }),
    rateCards: t.stringList({ description: 'By these.', resolve: ({ rateCards }) => [...rateCards] }),
  }),
});

export const CampaignPreviewType = builder.objectRef<CampaignPreview>('CampaignPreview').implement({
  description: 'What would happen if the campaign were started. Asks what sending asks; stores nothing.',
  fields: (t) => ({
    campaign: t.expose('campaign', { type: CampaignType, description: 'As it is.' }),
    recipientCount: t.int({
      description: 'Everybody in the audience.',
      resolve: ({ forecast }) => forecast.recipientCount,
    }),
    reachableCount: t.int({
      description: 'Who would get it, now or later.',
      resolve: ({ forecast }) => forecast.reachableCount,
    }),
    deferredCount: t.int({
      description: 'Of these: later, because it is quiet where they are.',
      resolve: ({ forecast }) => forecast.deferredCount,
    }),
    refusedCount: t.int({
      description: 'Whom policy refuses.',
      resolve: ({ forecast }) => forecast.refusedCount,
    }),
    unreachableCount: t.int({
      description: 'To whom there is no way, or nothing to say that fits.',
      resolve: ({ forecast }) => forecast.unreachableCount,
    }),
    destinations: t.field({
      type: [DestinationType],
      description: 'By channel and country.',
      resolve: ({ forecast }) => [...forecast.destinations],
    }),
    refusals: t.field({
      type: [RefusalType],
      description: 'By channel and rule, most first.',
      resolve: ({ forecast }) => [...forecast.refusals],
    }),
    problems: t.field({
      type: [ProblemType],
      description: 'Most first; at most 51 kinds.',
      resolve: ({ forecast }) => [...forecast.problems],
    }),
    renderings: t.field({
      type: [SampleType],
      description: 'At most 20.',
      resolve: ({ forecast }) => [...forecast.samples],
    }),
    costs: t.field({
      type: [CostForecastType],
      description: 'By currency.',
      resolve: ({ forecast }) => [...forecast.costs],
    }),
    unpricedCount: t.int({
      description: 'Messages that are charged and whose price nobody knows.',
      resolve: ({ forecast }) => forecast.unpricedCount,
    }),
    budgetedCount: t.int({
      nullable: true,
      description: 'How many the budget pays for; null: all, or there is none.',
      resolve: ({ budgetedCount }) => budgetedCount,
    }),
    durationSeconds: t.float({
      description: 'How long sending takes at the pace that the platforms and the campaign allow.',
      resolve: ({ durationMs }) => durationMs / 1_000,
    }),
    missingValues: t.string({
      nullable: true,
      description: 'Why it could not be started: values that some recipients lack; null: it could.',
      resolve: ({ missing }) => missing,
    }),
  }),
});
