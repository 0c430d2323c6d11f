import { addRecipients, type RecipientsAdded } from '../../core/campaigns/add-recipients.ts';
import { type CampaignDone, createCampaign } from '../../core/campaigns/create-campaign.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from '../../core/campaigns/halt-campaign.ts';
import { previewCampaign } from '../../core/campaigns/preview-campaign.ts';
import { type CampaignRetried, retryCampaign } from '../../core/campaigns/retry-campaign.ts';
import { sendTestMessage } from '../../core/campaigns/send-test.ts';
import { scheduleCampaign, startCampaign } from '../../core/campaigns/start-campaign.ts';
import { updateCampaign } from '../../core/campaigns/update-campaign.ts';
import { builder } from '../builder.ts';
import { decodeId, encodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { CampaignType } from '../types/campaign.ts';
import { CampaignPreviewType } from '../types/campaign-preview.ts';
import { enumOf } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import {
  CreateCampaignInput,
  ScheduleInput,
  toChange,
  toSchedule,
  toTerms,
  UpdateCampaignInput,
} from './campaign-input.ts';
import { SendMessageResult } from './send.ts';

const CampaignSuccess = builder.objectRef<CampaignDone>('CampaignSuccess').implement({
  description: 'It was done.',
  fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignType, description: 'As it is now.' }) }),
});
const CampaignResult = builder.unionType('CampaignResult', {
  description: 'What became of it.',
  types: [CampaignSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('CampaignSuccess'),
});

const RecipientsAddedType = builder.objectRef<RecipientsAdded>('CampaignRecipientsAdded').implement({
  description: 'They are written down.',
  fields: (t) => ({
    count: t.exposeInt('count', {
      description: 'How many are new; who was named before stays as they were.',
    }),
    unknownContacts: t.field({
      type: ['ID'],
      description: 'Contacts that are not there, or do not have the identity that was named.',
      resolve: ({ unknown }) => unknown.map((id) => encodeId('Contact', id)),
    }),
  }),
});
const AddCampaignRecipientsResult = builder.unionType('AddCampaignRecipientsResult', {
  description: 'What became of it.',
  types: [RecipientsAddedType, ...ERROR_MEMBERS],
  resolveType: memberOr('CampaignRecipientsAdded'),
});

const CampaignRetriedType = builder.objectRef<CampaignRetried>('CampaignRetried').implement({
  description: 'The failed part goes out again.',
  fields: (t) => ({
    campaign: t.expose('campaign', { type: CampaignType, description: 'As it is now.' }),
    count: t.exposeInt('count', { description: 'How many recipients get another try.' }),
  }),
});
const RetryCampaignResult = builder.unionType('RetryCampaignResult', {
  description: 'What became of it.',
  types: [CampaignRetriedType, ...ERROR_MEMBERS],
  resolveType: memberOr('CampaignRetried'),
});

const PreviewCampaignResult = builder.unionType('PreviewCampaignResult', {
  description: 'What would happen, or why nobody can tell.',
  types: [CampaignPreviewType, ...ERROR_MEMBERS],
  resolveType: memberOr('CampaignPreview'),
});

const CampaignInput = builder.inputType('CampaignInput', {
  description: 'A campaign.',
  fields: (t) => ({ campaignId: t.id({ required: true, description: 'Which one.' }) }),
});
const ScheduleCampaignInput = builder.inputType('ScheduleCampaignInput', {
  description: 'When a draft goes out.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Which one.' }),
    schedule: t.field({ type: ScheduleInput, required: true, description: 'When.' }),
  }),
});
const VariableValueInput = builder.inputType('VariableValueInput', {
  description: 'What stands for a variable.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As the content names it.' }),
    value: t.string({ required: true, description: 'What stands there.' }),
  }),
});
const CampaignRecipientInput = builder.inputType('CampaignRecipientInput', {
  description: 'One person of a campaign.',
  fields: (t) => ({
    contactId: t.id({ required: true, description: 'Who.' }),
    identityId: t.id({ description: 'At exactly this identity. Default: wherever policy lets.' }),
    variables: t.field({ type: [VariableValueInput], description: 'For this person alone.' }),
  }),
});
const AddCampaignRecipientsInput = builder.inputType('AddCampaignRecipientsInput', {
  description: 'Who gets a draft whose audience is given.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Which one.' }),
    recipients: t.field({
      type: [CampaignRecipientInput],
      required: true,
      description: 'At most 1,000 at once.',
    }),
  }),
});
const SendTestMessageInput = builder.inputType('SendTestMessageInput', {
  description: 'A look at a campaign, on a real device.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Which one.' }),
    identityId: t.id({ required: true, description: 'Whose device.' }),
    variables: t.field({ type: [VariableValueInput], description: 'Instead of that contact’s own values.' }),
    idempotencyKey: t.string({ required: true, description: 'The same key sends once.' }),
  }),
});
const RetriedStateEnum = enumOf(
  'RetriedState',
  'Outcomes that may be tried again: none of these has reached anybody.',
  ['FAILED', 'REFUSED', 'UNREACHABLE'],
  { FAILED: 'The platform said no.', REFUSED: 'Policy said no.', UNREACHABLE: 'There was no way to them.' },
);
const RetryCampaignInput = builder.inputType('RetryCampaignInput', {
  description: 'Which part of a campaign goes out again.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Which one.' }),
    states: t.field({ type: [RetriedStateEnum], description: 'Only these outcomes. Default: all three.' }),
  }),
});

const toVariables = (
  values: readonly { readonly name: string; readonly value: string }[] | null | undefined,
): Readonly<Record<string, string>> =>
  Object.fromEntries((values ?? []).map(({ name, value }) => [name, value]));

builder.queryField('previewCampaign', (t) =>
  t.field({
    type: PreviewCampaignResult,
    description:
      'Before a single message leaves: who is reached and who is not, by rule with remedies, how it looks, what it costs, how long it takes.',
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: (_root, { input }, context) =>
      previewCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
      }),
  }),
);

builder.mutationFields((t) => ({
  createCampaign: t.field({
    type: CampaignResult,
    description: 'Writes a draft. Needs the role ADMIN, like everything about campaigns.',
    args: { input: t.arg({ type: CreateCampaignInput, required: true, description: 'The draft.' }) },
    resolve: (_root, { input }, context) =>
      createCampaign(context.services.core, workspaceViewer(context), toTerms(input)),
  }),
  updateCampaign: t.field({
    type: CampaignResult,
    description: 'Changes a draft.',
    args: { input: t.arg({ type: UpdateCampaignInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, context) =>
      updateCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
        change: toChange(input),
      }),
  }),
  addCampaignRecipients: t.field({
    type: AddCampaignRecipientsResult,
    description: 'Names recipients of a draft, each with variables of their own. Doing it twice is once.',
    args: { input: t.arg({ type: AddCampaignRecipientsInput, required: true, description: 'Who.' }) },
    resolve: (_root, { input }, context) =>
      addRecipients(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
        recipients: input.recipients.map(({ contactId, identityId, variables }) => ({
          contactId: decodeId('Contact', contactId),
          identityId: identityId == null ? null : decodeId('Identity', identityId),
          variables: toVariables(variables),
        })),
      }),
  }),
  sendTestMessage: t.field({
    type: SendMessageResult,
    description:
      'Sends one identity what the campaign would send them, under the rules that hold for the campaign.',
    args: { input: t.arg({ type: SendTestMessageInput, required: true, description: 'To whom.' }) },
    resolve: (_root, { input }, context) =>
      sendTestMessage(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
        identityId: decodeId('Identity', input.identityId),
        variables: toVariables(input.variables),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
  startCampaign: t.field({
    type: CampaignResult,
    description: 'Lets a draft go: at once, or when its schedule says.',
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: (_root, { input }, context) =>
      startCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
      }),
  }),
  scheduleCampaign: t.field({
    type: CampaignResult,
    description: 'Lets a draft go at a time; one that has not begun can be scheduled anew.',
    args: { input: t.arg({ type: ScheduleCampaignInput, required: true, description: 'When.' }) },
    resolve: (_root, { input }, context) =>
      scheduleCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
        schedule: toSchedule(input.schedule),
      }),
  }),
  pauseCampaign: t.field({
    type: CampaignResult,
    description: 'Stops it where it is: what waits in the queue does not leave.',
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: (_root, { input }, context) =>
      pauseCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
      }),
  }),
  resumeCampaign: t.field({
    type: CampaignResult,
    description: 'Lets a paused one go on where it stopped.',
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: (_root, { input }, context) =>
      resumeCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
      }),
  }),
  cancelCampaign: t.field({
    type: CampaignResult,
    description: 'Ends it for good: whoever has not got it does not get it any more.',
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: (_root, { input }, context) =>
      cancelCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
      }),
  }),
  retryCampaign: t.field({
    type: RetryCampaignResult,
    description: 'Tries the failed part again, and nobody else.',
    args: { input: t.arg({ type: RetryCampaignInput, required: true, description: 'Which part.' }) },
    resolve: (_root, { input }, context) =>
      retryCampaign(context.services.core, workspaceViewer(context), {
        campaignId: decodeId('Campaign', input.campaignId),
        states: input.states ?? null,
      }),
  }),
}));
