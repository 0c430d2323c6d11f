import { type CampaignReport, reportCampaign } from '../../core/campaigns/campaign-report.ts';
import {
  CAMPAIGN_STATUSES,
  type CampaignBudget,
  type CampaignQuietHours,
  type CampaignSchedule,
  type ContentVariant,
  PAUSE_REASONS,
  RECIPIENT_STATES,
  type RecipientState,
} from '../../core/model/campaign.ts';
import { readProgress } from '../../core/store/campaign-report.ts';
import { recipientFilters } from '../../core/store/reads/campaign-recipients.ts';
import { newestCampaigns, recipientsInOrder } from '../../core/store/reads/lists.ts';
import type { CampaignRecipientView, CampaignView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { decodeId, encodeId } from '../ids.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { AudienceType } from './audience.ts';
import { CaseType } from './case.ts';
import { TopicType } from './consent.ts';
import { ContactType } from './contact.ts';
import { enumOf, PolicyRuleEnum, PurposeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { MessageType } from './message.ts';
import { PartUnion } from './part.ts';
import { GoodsEnum, PolicyDecisionType } from './policy.ts';
import { existing } from './workspace.ts';

export const CampaignStatusEnum = enumOf('CampaignStatus', 'Where a campaign stands.', CAMPAIGN_STATUSES, {
  DRAFT: 'Being written; nobody gets it.',
  SCHEDULED: 'Starts by itself.',
  RUNNING: 'On its way.',
  PAUSED: 'Stands still; nothing of it leaves.',
  COMPLETED: 'Everybody had their turn.',
  CANCELED: 'Ended for good.',
});
const PauseReasonEnum = enumOf('PauseReason', 'Why a campaign stands still.', PAUSE_REASONS, {
  BY_HAND: 'Somebody paused it.',
  BUDGET_REACHED: 'The next message would cost more than its budget has left.',
  VARIABLE_MISSING: 'Some recipient lacks a value. Nothing has left.',
});
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

export const CampaignType = builder.objectRef<CampaignView>('Campaign');
export const campaignConnection = connectionOf(CampaignType, 'Campaign');
const CampaignRecipientType = builder.objectRef<CampaignRecipientView>('CampaignRecipient');
const recipients = connectionOf(CampaignRecipientType, 'CampaignRecipient');

const StateCountType = builder
  .objectRef<{ readonly state: RecipientState; readonly count: number }>('RecipientStateCount')
  .implement({
    description: 'How many recipients stand where.',
    fields: (t) => ({
      state: t.expose('state', { type: RecipientStateEnum, description: 'Where.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

const ContentVariantType = builder.objectRef<ContentVariant>('ContentVariant').implement({
  description: 'The content for one channel and language.',
  fields: (t) => ({
    channel: t.exposeString('channel', { nullable: true, description: 'Null: every other channel.' }),
    language: t.exposeString('language', { nullable: true, description: 'BCP 47; null: every other.' }),
    parts: t.field({
      type: [PartUnion],
      description: 'With its variables and snippets unfilled.',
      resolve: ({ parts }) => [...parts],
    }),
  }),
});

const ScheduleType = builder.objectRef<CampaignSchedule>('CampaignSchedule').implement({
  description: 'When a campaign starts by itself.',
  fields: (t) => ({
    at: t.exposeString('at', { description: 'On the clocks of the time zone: `YYYY-MM-DDTHH:MM`.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name.' }),
    isLocal: t.exposeBoolean('isLocal', {
      description: 'On each recipient’s own clock; the time zone is for those whose clock nobody knows.',
    }),
  }),
});

const BudgetType = builder.objectRef<CampaignBudget>('CampaignBudget').implement({
  description: 'What a campaign may cost in all.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    amountMicros: t.float({
      description: 'In whole millionths of the currency’s unit.',
      resolve: ({ amountMicros }) => amountMicros,
    }),
  }),
});

const QuietHoursType = builder.objectRef<CampaignQuietHours>('CampaignQuietHours').implement({
  description: 'When recipients are left alone, on their own clocks.',
  fields: (t) => ({
    from: t.exposeString('from', { description: '`HH:MM`.' }),
    to: t.exposeString('to', { description: '`HH:MM`; earlier than `from`: the next day.' }),
    fallbackTimeZone: t.exposeString('fallbackTimeZone', {
      nullable: true,
      description: 'For those whose clock nobody knows; null: they have no quiet hours.',
    }),
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

const CampaignReportType = builder.objectRef<CampaignReport>('CampaignReport').implement({
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

builder.node(CampaignRecipientType, {
  id: { resolve: ({ id }) => id },
  description: 'One person of a campaign.',
  fields: (t) => ({
    contact: t.field({
      type: ContactType,
      description: 'Who.',
      resolve: async ({ contactId }, _arguments, { reads }) =>
        existing(await reads.contact(contactId), 'contact'),
    }),
    identity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Where it goes; null: they are known to none of the accounts.',
      resolve: ({ identityId }, _arguments, { reads }) =>
        identityId === null ? null : reads.identity(identityId),
    }),
    state: t.field({
      type: RecipientStateEnum,
      description: 'What became of them.',
      resolve: async ({ id }, _arguments, { reads }) => existing(await reads.standing(id), 'recipient').state,
    }),
    message: t.field({
      type: MessageType,
      nullable: true,
      description: 'What they got, with its receipts and failure; null: nothing was made for them.',
      resolve: ({ messageId }, _arguments, { reads }) =>
        messageId === null ? null : reads.message(messageId),
    }),
    decision: t.field({
      type: PolicyDecisionType,
      nullable: true,
      description: 'What policy said; null before it was asked.',
      resolve: async ({ decision, messageId }, _arguments, { reads }) =>
        decision ?? (messageId === null ? null : ((await reads.message(messageId))?.decision ?? null)),
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why they can not be reached, or wait; null: nothing stands against it.',
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'Not before then.' }),
    hasAnswered: t.boolean({
      description: 'Wrote back within 7 days, and not only to leave.',
      resolve: async ({ id }, _arguments, { reads }) =>
        existing(await reads.standing(id), 'recipient').hasAnswered,
    }),
    hasWithdrawn: t.boolean({
      description: 'Left within 7 days.',
      resolve: async ({ id }, _arguments, { reads }) =>
        existing(await reads.standing(id), 'recipient').hasWithdrawn,
    }),
  }),
});

builder.node(CampaignType, {
  id: { resolve: ({ id }) => id },
  description: 'One mass sending: an issue of a newsletter, an invitation, a notice to many.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    status: t.expose('status', { type: CampaignStatusEnum, description: 'Where it stands.' }),
    pauseReason: t.expose('pauseReason', {
      type: PauseReasonEnum,
      nullable: true,
      description: 'Why it stands still; null: it does not.',
    }),
    pauseDetail: t.exposeString('pauseDetail', {
      nullable: true,
      description: 'What exactly it waits for, for a person.',
    }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'Why it is sent.' }),
    topic: t.field({
      type: TopicType,
      nullable: true,
      description: 'What it is an issue of; null: of nothing.',
      resolve: ({ topicId }, _arguments, { reads }) => (topicId === null ? null : reads.topic(topicId)),
    }),
    audienceKind: t.string({
      description: 'Who gets it: TOPIC, SAVED, QUERY or GIVEN.',
      resolve: ({ audience }) => audience.kind,
    }),
    audience: t.field({
      type: AudienceType,
      nullable: true,
      description: 'The saved audience; null: another kind.',
      resolve: ({ audience }, _arguments, { reads }) =>
        audience.kind === 'SAVED' ? reads.audience(audience.audienceId) : null,
    }),
    channels: t.stringList({
      nullable: true,
      description: 'Only through accounts of these; null: through all.',
      resolve: ({ channels }) => (channels === null ? null : [...channels]),
    }),
    content: t.field({
      type: [ContentVariantType],
      description: 'By channel and language.',
      resolve: ({ content }) => [...content],
    }),
    declaredGoods: t.field({
      type: [GoodsEnum],
      description: 'What it offers for sale.',
      resolve: ({ declaredGoods }) => [...declaredGoods],
    }),
    schedule: t.expose('schedule', {
      type: ScheduleType,
      nullable: true,
      description: 'Null: it is started by hand.',
    }),
    quietHours: t.expose('quietHours', {
      type: QuietHoursType,
      nullable: true,
      description: 'Beside those of the policy; null: none.',
    }),
    pacePerSecond: t.exposeFloat('pacePerSecond', {
      nullable: true,
      description: 'Messages a second; null: as fast as the platforms let.',
    }),
    budget: t.expose('budget', { type: BudgetType, nullable: true, description: 'Null: no cap.' }),
    committedMicros: t.float({
      description: 'What was handed over is expected to cost, in the budget’s currency.',
      resolve: ({ committedMicros }) => committedMicros,
    }),
    recipientCount: t.exposeInt('recipientCount', {
      description: 'How many are written down; all of them from `fixedAt` on.',
    }),
    fixedAt: t.expose('fixedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From then on nobody joins; null: not yet.',
    }),
    progress: t.field({
      type: [StateCountType],
      description: 'How many recipients stand where, now.',
      resolve: async ({ id }, _arguments, { services }) => [...(await readProgress(services.core.db, id))],
    }),
    report: t.field({
      type: CampaignReportType,
      description: 'What came of it so far. Counts everybody: for reports, not for every tick.',
      resolve: ({ id }, _arguments, { services }) => reportCampaign(services.core.db, id),
    }),
    reportUrl: t.string({
      description: 'The full report as CSV, a line for each recipient; with the same authorization as here.',
      resolve: ({ id }, _arguments, { services }) =>
        `${services.baseUrl()}/campaigns/${encodeId('Campaign', id)}/report.csv`,
    }),
    recipients: t.connection(
      {
        type: CampaignRecipientType,
        description: 'Who gets it, in no particular order.',
        args: { states: t.arg({ type: [RecipientStateEnum], description: 'Only these. Default: all.' }) },
        resolve: async ({ id }, { states, ...page }, { reads }) =>
          toConnection(
            await reads.page(recipientsInOrder, recipientFilters(id, states ?? null), toPageRequest(page)),
          ),
      },
      recipients,
    ),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it starts, or was to start; null: a draft.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'Null: not yet.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'Null: not yet.' }),
  }),
});

builder.objectField(MessageType, 'campaign', (t) =>
  t.field({
    type: CampaignType,
    nullable: true,
    description: 'The campaign that it belongs to; null: none.',
    resolve: ({ authorKind, authorId }, _arguments, { reads }) =>
      authorKind === 'CAMPAIGN' && authorId !== null ? reads.campaign(authorId) : null,
  }),
);

builder.objectField(CaseType, 'campaign', (t) =>
  t.field({
    type: CampaignType,
    nullable: true,
    description:
      'The campaign that the contact answers: the last that reached them in the week before the case; null: none.',
    resolve: async ({ id }, _arguments, { reads }) => {
      const campaignId = await reads.campaignOfCase(id);
      return campaignId === null ? null : reads.campaign(campaignId);
    },
  }),
);

builder.queryFields((t) => ({
  campaign: t.field({
    type: CampaignType,
    nullable: true,
    description: 'One campaign; null when there is no such one in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { reads }) => reads.campaign(decodeId('Campaign', id)),
  }),
  campaigns: t.connection(
    {
      type: CampaignType,
      description: 'Newest first.',
      resolve: async (_root, page, { reads }) =>
        toConnection(await reads.page(newestCampaigns, [], toPageRequest(page))),
    },
    campaignConnection,
  ),
}));
