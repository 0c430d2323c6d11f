import type { CampaignTerms } from '../../core/campaigns/campaign-terms.ts';
import type { CampaignAudience } from '../../core/model/campaign.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { PurposeEnum } from '../types/enums.ts';
import { GoodsEnum } from '../types/policy.ts';
import { AudienceQueryInput, toAudienceQuery } from './audiences.ts';
import { PartInput, toPart } from './part-input.ts';

export const ContentVariantInput = builder.inputType('ContentVariantInput', {
  description:
    'Content for one channel and language. Texts may hold `{{name}}`, `{{name|what to say without}}` and `{{> snippet}}`.',
  fields: (t) => ({
    channel: t.string({ description: 'Default: every channel without content of its own.' }),
    language: t.string({ description: 'BCP 47. Default: every language without content of its own.' }),
    parts: t.field({ type: [PartInput], required: true, description: 'What it is made of.' }),
  }),
});
export const ScheduleInput = builder.inputType('CampaignScheduleInput', {
  description: 'When a campaign starts by itself.',
  fields: (t) => ({
    at: t.string({ required: true, description: 'On the clocks of the time zone: `YYYY-MM-DDTHH:MM`.' }),
    timeZone: t.string({ required: true, description: 'IANA name.' }),
    isLocal: t.boolean({
      description:
        'On each recipient’s own clock; the time zone is for those whose clock nobody knows. Default: false.',
    }),
  }),
});
const QuietHoursInput = builder.inputType('CampaignQuietHoursInput', {
  description: 'When recipients are left alone, on their own clocks, beside what policy asks.',
  fields: (t) => ({
    from: t.string({ required: true, description: '`HH:MM`.' }),
    to: t.string({ required: true, description: '`HH:MM`; earlier than `from`: the next day.' }),
    fallbackTimeZone: t.string({ description: 'For those whose clock nobody knows. Default: none.' }),
  }),
});
const BudgetInput = builder.inputType('CampaignBudgetInput', {
  description: 'What a campaign may cost in all. It pauses before the message that would cost more.',
  fields: (t) => ({
    currency: t.string({ required: true, description: 'ISO 4217.' }),
    amountMicros: t.float({ required: true, description: 'In whole millionths of the currency’s unit.' }),
  }),
});
const CampaignAudienceInput = builder.inputType('CampaignAudienceInput', {
  description: 'Who gets a campaign.',
  isOneOf: true,
  fields: (t) => ({
    isTopic: t.boolean({ description: 'Whoever has confirmed the campaign’s topic.' }),
    audienceId: t.id({ description: 'A saved audience.' }),
    query: t.field({ type: AudienceQueryInput, description: 'Whoever fits when it starts.' }),
    isGiven: t.boolean({ description: 'Whoever `addCampaignRecipients` names.' }),
  }),
});

export const CreateCampaignInput = builder.inputType('CreateCampaignInput', {
  description: 'A draft of a campaign.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it.' }),
    content: t.field({
      type: [ContentVariantInput],
      required: true,
      description: 'By channel and language; the first is for languages that have none.',
    }),
    topicId: t.id({ description: 'What it is an issue of. Default: of nothing.' }),
    audience: t.field({
      type: CampaignAudienceInput,
      description: 'Who gets it. Default: the topic’s subscribers.',
    }),
    purpose: t.field({ type: PurposeEnum, description: 'Default: the topic’s, else MARKETING.' }),
    channels: t.stringList({ description: 'Only through accounts of these. Default: all.' }),
    declaredGoods: t.field({ type: [GoodsEnum], description: 'What it offers for sale. Default: nothing.' }),
    isSilent: t.boolean({ description: 'No sound, where the platform can. Default: false.' }),
    schedule: t.field({ type: ScheduleInput, description: 'Default: it is started by hand.' }),
    quietHours: t.field({ type: QuietHoursInput, description: 'Default: only those of the policy.' }),
    pacePerSecond: t.float({ description: 'Messages a second. Default: as fast as the platforms let.' }),
    budget: t.field({ type: BudgetInput, description: 'Default: no cap.' }),
  }),
});
export const UpdateCampaignInput = builder.inputType('UpdateCampaignInput', {
  description:
    'What changes about a draft; what is absent stays. A paused one takes a new pace, budget and quiet hours.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Which campaign.' }),
    name: t.string({ description: 'What people call it.' }),
    content: t.field({ type: [ContentVariantInput], description: 'All of it anew.' }),
    topicId: t.id({ description: 'What it is an issue of; null: of nothing.' }),
    audience: t.field({ type: CampaignAudienceInput, description: 'Who gets it.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Of a topic it is the topic’s.' }),
    channels: t.stringList({ description: 'Only through accounts of these; null: all.' }),
    declaredGoods: t.field({ type: [GoodsEnum], description: 'What it offers for sale.' }),
    isSilent: t.boolean({ description: 'No sound, where the platform can.' }),
    schedule: t.field({ type: ScheduleInput, description: 'Null: it is started by hand.' }),
    quietHours: t.field({ type: QuietHoursInput, description: 'Null: only those of the policy.' }),
    pacePerSecond: t.float({ description: 'Null: as fast as the platforms let.' }),
    budget: t.field({ type: BudgetInput, description: 'Null: no cap.' }),
  }),
});

export function toTerms(input: typeof CreateCampaignInput.$inferInput): CampaignTerms {
  return {
    name: input.name,
    content: input.content.map(toVariant),
    topicId: input.topicId == null ? null : decodeId('Topic', input.topicId),
    audience: toAudience(input.audience ?? { isTopic: true }),
    purpose: input.purpose ?? 'MARKETING',
    channels: input.channels ?? null,
    declaredGoods: input.declaredGoods ?? [],
    isSilent: input.isSilent ?? false,
    schedule: input.schedule == null ? null : toSchedule(input.schedule),
    quietHours: input.quietHours == null ? null : toQuietHours(input.quietHours),
    pacePerSecond: input.pacePerSecond ?? null,
    budget: input.budget == null ? null : toBudget(input.budget),
  };
}

/** Absent stays as it is; null empties what can be empty. */
export function toChange(input: typeof UpdateCampaignInput.$inferInput): Partial<CampaignTerms> {
  const { name, content, topicId, audience, purpose, channels, declaredGoods, isSilent } = input;
  const { schedule, quietHours, pacePerSecond, budget } = input;
  return {
    ...(name != null && { name }),
    ...(content != null && { content: content.map(toVariant) }),
    ...(topicId !== undefined && { topicId: topicId === null ? null : decodeId('Topic', topicId) }),
    ...(audience != null && { audience: toAudience(audience) }),
    ...(purpose != null && { purpose }),
    ...(channels !== undefined && { channels }),
    ...(declaredGoods != null && { declaredGoods }),
    ...(isSilent != null && { isSilent }),
    ...(schedule !== undefined && { schedule: schedule === null ? null : toSchedule(schedule) }),
    ...(quietHours !== undefined && { quietHours: quietHours === null ? null : toQuietHours(quietHours) }),
    ...(pacePerSecond !== undefined && { pacePerSecond }),
    ...(budget !== undefined && { budget: budget === null ? null : toBudget(budget) }),
  };
}

export const toSchedule = ({ at, timeZone, isLocal }: typeof ScheduleInput.$inferInput) => ({
  at,
  timeZone,
  isLocal: isLocal ?? false,
});

const toQuietHours = ({ from, to, fallbackTimeZone }: typeof QuietHoursInput.$inferInput) => ({
  from,
  to,
  fallbackTimeZone: fallbackTimeZone ?? null,
});

/** Written out in the document itself, an input object has no prototype, which the store can not take. */
const toBudget = ({ currency, amountMicros }: typeof BudgetInput.$inferInput) => ({ currency, amountMicros });

const toVariant = ({ channel, language, parts }: typeof ContentVariantInput.$inferInput) => ({
  channel: channel ?? null,
  language: language ?? null,
  parts: parts.map(toPart),
});

function toAudience(input: typeof CampaignAudienceInput.$inferInput): CampaignAudience {
  if (input.audienceId != null) return { kind: 'SAVED', audienceId: decodeId('Audience', input.audienceId) };
  if (input.query != null) return { kind: 'QUERY', query: toAudienceQuery(input.query) };
  return input.isGiven === true ? { kind: 'GIVEN' } : { kind: 'TOPIC' };
}
