import type { CampaignReport } from '../../core/campaigns/campaign-report.ts';
import { RECIPIENT_STATES, type RecipientState } from '../../core/model/campaign.ts';
import { builder } from '../builder.ts';
import { enumOf, PolicyRuleEnum } from './enums.ts';

export const RecipientStateEnum = enumOf(
  'RecipientState',
  'What became of a recipient of a campaign.',
  RECIPIENT_STATES,
  {
    PENDING: 'Their turn has not come.',
    UNREACHABLE: 'There is no way to them, or nothing to say that fits; no message was made.',
    REFUSED: 'Policy said no.',
    CANCELED: 'The campaign was canceled before their turn.',
    UNCONFIRMED: 'No answer came from the platform; it may have arrived and is never sent again.',
  },
);

export const StateCountType = builder
  .objectRef<{ readonly state: RecipientState; readonly count: number }>('RecipientStateCount')
  .implement({
    description: 'How many recipients stand where.',
    fields: (t) => ({
      state: t.expose('state', { type: RecipientStateEnum, description: 'Where.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

type Amount = CampaignReport['estimatedCosts'][number];
export const CostType = builder.objectRef<Amount>('CampaignCost').implement({
  description: 'An amount in one currency.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    amountMicros: t.float({
      description: 'In whole millionths of the currency’s unit.',
      resolve: ({ amountMicros }) => amountMicros,
    }),
  }),
});

type ChannelReport = CampaignReport['channels'][number];
const ChannelReportType = builder.objectRef<ChannelReport>('CampaignChannelReport').implement({
  description: 'What came of a campaign on one channel.',
  fields: (t) => ({
    channel: t.exposeString('channel', {
      nullable: true,
      description: 'Null: known to none of the accounts.',
    }),
    recipientCount: t.exposeInt('recipientCount', { description: 'How many were to get it.' }),
    sentCount: t.exposeInt('sentCount', { description: 'Taken by the platform.' }),
    deliveredCount: t.exposeInt('deliveredCount', { description: 'As far as the channel tells.' }),
    readCount: t.exposeInt('readCount', { description: 'As far as the channel tells.' }),
  }),
});

type FailureReport = CampaignReport['failures'][number];
const FailureReportType = builder.objectRef<FailureReport>('CampaignFailure').implement({
  description: 'How many failed for one reason.',
  fields: (t) => ({
    channel: t.exposeString('channel', { nullable: true, description: 'On which channel.' }),
    cause: t.exposeString('cause', { description: 'Why: unreachable, opted-out, indeterminate …' }),
    platformCode: t.exposeString('platformCode', { nullable: true, description: "The platform's own code." }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

type RefusalReport = CampaignReport['refusals'][number];
const RefusalReportType = builder.objectRef<RefusalReport>('CampaignRefusalCount').implement({
  description: 'How many one rule refused.',
  fields: (t) => ({
    channel: t.exposeString('channel', { nullable: true, description: 'On which channel.' }),
    rule: t.field({
      type: PolicyRuleEnum,
      description: 'Which rule.',
      resolve: ({ rule }) => rule as never,
    }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

type Reported = CampaignReport['reportedPricing'][number];
const ReportedPricingType = builder.objectRef<Reported>('ReportedPricing').implement({
  description: 'What a platform said that it charges for some messages, in its own words.',
  fields: (t) => ({
    pricing: t.string({
      description: 'As JSON.',
      resolve: ({ pricing }) => JSON.stringify(pricing),
    }),
    count: t.exposeInt('count', { description: 'For how many messages.' }),
  }),
});

export const CampaignReportType = builder.objectRef<CampaignReport>('CampaignReport').implement({
  description: 'What came of a campaign.',
  fields: (t) => ({
    recipientCount: t.exposeInt('recipientCount', { description: 'How many were to get it.' }),
    sentCount: t.exposeInt('sentCount', { description: 'Taken by the platform, whatever came then.' }),
    deliveredCount: t.exposeInt('deliveredCount', { description: 'As far as channels tell.' }),
    readCount: t.exposeInt('readCount', { description: 'As far as channels tell.' }),
    answeredCount: t.exposeInt('answeredCount', {
      description: 'Wrote back within 7 days, and not only to leave.',
    }),
    withdrewCount: t.exposeInt('withdrewCount', { description: 'Left within 7 days.' }),
    states: t.field({
      type: [StateCountType],
      description: 'By what became of them.',
      resolve: ({ states }) => [...states],
    }),
    channels: t.field({
      type: [ChannelReportType],
      description: 'By channel.',
      resolve: ({ channels }) => [...channels],
    }),
    failures: t.field({
      type: [FailureReportType],
      description: 'What failed, or may have, by cause.',
      resolve: ({ failures }) => [...failures],
    }),
    refusals: t.field({
      type: [RefusalReportType],
      description: 'What policy refused, by rule.',
      resolve: ({ refusals }) => [...refusals],
    }),
    estimatedCosts: t.field({
      type: [CostType],
      description: 'By the rate cards, as far as prices are known.',
      resolve: ({ estimatedCosts }) => [...estimatedCosts],
    }),
    reportedPricing: t.field({
      type: [ReportedPricingType],
      description: 'By the platforms themselves; empty where they tell nothing.',
      resolve: ({ reportedPricing }) => [...reportedPricing],
    }),
  }),
});
