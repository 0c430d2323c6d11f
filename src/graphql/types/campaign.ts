import { reportCampaign } from '../../core/campaigns/campaign-report.ts';
import { CAMPAIGN_STATUSES, PAUSE_REASONS } from '../../core/model/campaign.ts';
import { readProgress } from '../../core/store/campaign-report.ts';
import { recipientFilters } from '../../core/store/reads/campaign-recipients.ts';
import { newestCampaigns, recipientsInOrder } from '../../core/store/reads/lists.ts';
import type { CampaignView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { decodeId, encodeId } from '../ids.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { AudienceType } from './audience.ts';
import { CampaignRecipientType, recipientConnection } from './campaign-recipient.ts';
import { CampaignReportType, RecipientStateEnum, StateCountType } from './campaign-report.ts';
import { BudgetType, ContentVariantType, QuietHoursType, ScheduleType } from './campaign-settings.ts';
import { CaseType } from './case.ts';
import { enumOf, PurposeEnum } from './enums.ts';
import { MessageType } from './message.ts';
import { GoodsEnum } from './policy.ts';
import { TopicType } from './topic.ts';

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
export const CampaignType = builder.objectRef<CampaignView>('Campaign');
export const campaignConnection = connectionOf(CampaignType, 'Campaign');
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
      recipientConnection,
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
