import type {
  FilledButton,
  FilledTemplate,
  Loss,
  RenderProblem,
  WireFile,
  WireRequest,
} from '../../core/channel/index.ts';
import type { ChannelPreview, MessagePreview } from '../../core/inbox/preview-message.ts';
import type { UserError } from '../../core/model/result.ts';
import { builder } from '../builder.ts';
import { UserErrorInterface } from './errors.ts';
import { IdentityType } from './identity.ts';
import { PriceType } from './policy.ts';
import { TemplateButtonKindEnum } from './template-content.ts';
import { ChannelAccountType } from './workspace.ts';

const WireFileType = builder.objectRef<WireFile>('WireFile').implement({
  description: 'A file that is uploaded with a request.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Where in the request.' }),
    fileName: t.exposeString('fileName', { description: 'As the platform gets it.' }),
    mimeType: t.exposeString('mimeType', { nullable: true, description: 'Null: found when it is opened.' }),
    maxBytes: t.float({
      description: 'Larger files are refused before anything leaves.',
      resolve: ({ maxBytes }) => maxBytes,
    }),
  }),
});

export const WireRequestType = builder.objectRef<WireRequest>('WireRequest').implement({
  description: 'One request to the platform, complete but for the bytes of files.',
  fields: (t) => ({
    operation: t.exposeString('operation', { description: "The platform's method or path." }),
    body: t.string({
      description: 'Its exact JSON. Where our id of the message stands in it, the preview has one of zeros.',
      resolve: ({ body }) => JSON.stringify(body),
    }),
    files: t.field({
      type: [WireFileType],
      description: 'What is uploaded with it.',
      resolve: ({ files }) => [...files],
    }),
    partIndexes: t.intList({
      description: 'Which parts of the message it carries, from 0.',
      resolve: ({ partIndexes }) => [...partIndexes],
    }),
    cost: t.exposeInt('cost', { description: 'As how many messages the platform counts it.' }),
  }),
});

export const LossType = builder.objectRef<Loss>('Loss').implement({
  description: 'Something that the channel can not show as it was written.',
  fields: (t) => ({
    partIndex: t.exposeInt('partIndex', { description: 'Of which part, from 0.' }),
    code: t.string({
      description: 'For programs: `formatting-dropped`, `text-split`, `choice-as-text` …',
      resolve: ({ code }) => code,
    }),
    description: t.exposeString('description', { description: 'For a person: what is lost.' }),
  }),
});

const RenderProblemType = builder.objectRef<RenderProblem>('RenderProblem').implement({
  description: 'Why the channel can not carry the message at all.',
  fields: (t) => ({
    partIndex: t.exposeInt('partIndex', {
      nullable: true,
      description: 'Which part, from 0; null: the message as a whole.',
    }),
    message: t.exposeString('message', { description: 'For a person.' }),
  }),
});

const FilledButtonType = builder.objectRef<FilledButton>('FilledButton').implement({
  description: 'A button as the contact gets it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TemplateButtonKindEnum, description: 'What it does.' }),
    title: t.exposeString('title', { nullable: true, description: 'Null: the platform writes it.' }),
    value: t.exposeString('value', {
      nullable: true,
      description: 'What it opens, calls, copies or sends back; null: nothing that we know.',
    }),
  }),
});

const FilledTemplateType = builder.objectRef<FilledTemplate>('FilledTemplate').implement({
  description:
    'A template as the contact sees it. A variable without a value stands there as it was written.',
  fields: (t) => ({
    header: t.exposeString('header', { nullable: true, description: 'Null: none, or one without words.' }),
    body: t.exposeString('body', { description: 'The text.' }),
    footer: t.exposeString('footer', { nullable: true, description: 'Null: none.' }),
    buttons: t.field({
      type: [FilledButtonType],
      description: 'In their order.',
      resolve: ({ buttons }) => [...buttons],
    }),
  }),
});

const ChannelPreviewType = builder.objectRef<ChannelPreview>('ChannelPreview').implement({
  description: 'What one identity would get.',
  fields: (t) => ({
    identity: t.expose('identity', { type: IdentityType, description: 'Who would get it.' }),
    channelAccount: t.expose('account', { type: ChannelAccountType, description: 'Through which account.' }),
    isDefault: t.exposeBoolean('isDefault', {
      description: '`sendMessage` to this conversation goes here unless told otherwise.',
    }),
    isPossible: t.boolean({
      description: 'The channel can carry it, whole or with losses.',
      resolve: ({ rendering }) => rendering.kind === 'rendered',
    }),
    requests: t.field({
      type: [WireRequestType],
      description: 'Exactly what would be sent, in order; empty when it is not possible.',
      resolve: ({ rendering }) => (rendering.kind === 'rendered' ? [...rendering.requests] : []),
    }),
    losses: t.field({
      type: [LossType],
      description: 'What the contact would not see as it was written; empty: nothing is lost.',
      resolve: ({ rendering }) => (rendering.kind === 'rendered' ? [...rendering.losses] : []),
    }),
    problems: t.field({
      type: [RenderProblemType],
      description: 'Why it is not possible.',
      resolve: ({ rendering }) => (rendering.kind === 'unrenderable' ? [...rendering.problems] : []),
    }),
    template: t.field({
      type: FilledTemplateType,
      nullable: true,
      description: 'The template of the message, filled in; null: it has none that is known here.',
      resolve: ({ template }) => template,
    }),
    price: t.field({
      type: PriceType,
      nullable: true,
      description: 'What the platform would charge; null: nothing is known.',
      resolve: () => null,
    }),
  }),
});

export const MessagePreviewType = builder.objectRef<MessagePreview | UserError>('MessagePreview').implement({
  description: 'How a message would look, for every identity that it could go to. Nothing is stored or sent.',
  fields: (t) => ({
    channels: t.field({
      type: [ChannelPreviewType],
      description: 'By identity; empty when the input is wrong.',
      resolve: (outcome) => (outcome.kind === 'preview' ? [...outcome.channels] : []),
    }),
    errors: t.field({
      type: [UserErrorInterface],
      description: 'What is wrong with the input; empty when there is a preview.',
      resolve: (outcome) => (outcome.kind === 'preview' ? [] : [outcome]),
    }),
  }),
});
