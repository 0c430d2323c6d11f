import type {
  ChannelCapabilities,
  ChannelDefinition,
  ChoiceLimits,
  CredentialField,
  MediaLimits,
  RateLimit,
  SettingField,
  TimeLimit,
} from '../../core/channel/index.ts';
import type { MediaKind } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { MediaKindEnum, PartTypeEnum } from './enums.ts';
import { PolicyEditionType } from './policy.ts';

const CredentialFieldType = builder.objectRef<CredentialField>('CredentialField').implement({
  description: 'A named value to give when connecting an account.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As clients send it.' }),
    label: t.exposeString('label', { description: 'For a form.' }),
    description: t.exposeString('description', { description: 'What it is and where to find it.' }),
    isSecret: t.exposeBoolean('isSecret', { description: 'Never returned.' }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Must be given.' }),
    isGenerated: t.boolean({
      description: 'Made by us when not given.',
      resolve: (field) => field.isGenerated ?? false,
    }),
  }),
});

const SettingFieldType = builder.objectRef<SettingField>('SettingField').implement({
  description: 'A named switch or value of a connected account.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As clients send it.' }),
    label: t.exposeString('label', { description: 'For a form.' }),
    description: t.exposeString('description', { description: 'What it does.' }),
    valueType: t.exposeString('valueType', { description: 'boolean, string or integer.' }),
    defaultValue: t.string({
      nullable: true,
      description: 'As text; null: not set.',
      resolve: ({ defaultValue }) => (defaultValue === null ? null : String(defaultValue)),
    }),
  }),
});

const MediaLimitsType = builder
  .objectRef<MediaLimits & { readonly kind: MediaKind }>('MediaLimits')
  .implement({
    description: 'What the channel takes of one kind of file.',
    fields: (t) => ({
      kind: t.expose('kind', { type: MediaKindEnum, description: 'The kind.' }),
      maxUploadBytes: t.float({
        description: 'Largest upload, in bytes.',
        resolve: ({ maxUploadBytes }) => maxUploadBytes,
      }),
      maxUrlBytes: t.float({
        nullable: true,
        description: 'Largest file fetched by URL, in bytes; null: takes no URLs.',
        resolve: ({ maxUrlBytes }) => maxUrlBytes,
      }),
      mimeTypes: t.field({
        type: ['String'],
        description: '`*` means any.',
        resolve: ({ mimeTypes }) => [...mimeTypes],
      }),
      takesCaption: t.exposeBoolean('takesCaption', { description: 'Words may stand under it.' }),
    }),
  });

const RateLimitType = builder.objectRef<RateLimit>('RateLimit').implement({
  description: 'A limit of the platform that is never exceeded.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'account, conversation or group.' }),
    messages: t.exposeInt('messages', { description: 'So many …' }),
    perMs: t.exposeInt('perMs', { description: '… in so many milliseconds.' }),
    burst: t.exposeInt('burst', { description: 'So many at once after a pause.' }),
    effectiveFrom: t.exposeString('effectiveFrom', { description: 'Since when it is stated (ISO date).' }),
    source: t.exposeString('source', { description: 'Where it is stated.' }),
  }),
});

const ChoiceLimitsType = builder.objectRef<ChoiceLimits>('ChoiceLimits').implement({
  description: 'What the channel shows of a question with answers to tap.',
  fields: (t) => ({
    styles: t.stringList({
      description: 'buttons, list or quick-replies.',
      resolve: ({ styles }) => [...styles],
    }),
    actions: t.stringList({
      description: 'What an option can do: reply, open-url, share-phone or share-location.',
      resolve: ({ actions }) => [...actions],
    }),
    maxOptions: t.exposeInt('maxOptions', { description: 'Most options of one question.' }),
    maxTitleLength: t.exposeInt('maxTitleLength', { description: 'Longest title of an option.' }),
    maxPayloadBytes: t.exposeInt('maxPayloadBytes', {
      description: 'Longest payload of an option, in bytes.',
    }),
  }),
});

const TimeLimitType = builder.objectRef<TimeLimit>('TimeLimit').implement({
  description: 'A right that may end some time after a message was sent.',
  fields: (t) => ({
    withinSeconds: t.float({
      nullable: true,
      description: 'How long it lasts; null: for ever.',
      resolve: ({ withinMs }) => (withinMs === null ? null : withinMs / 1000),
    }),
  }),
});

const ReactionLimitsType = builder
  .objectRef<NonNullable<ChannelCapabilities['reactions']['outbound']>>('ReactionLimits')
  .implement({
    description: 'How we can react.',
    fields: (t) => ({
      allowed: t.stringList({
        nullable: true,
        description: 'Which emoji; null: any.',
        resolve: ({ allowed }) => (allowed === 'any' ? null : [...allowed]),
      }),
      maxPerMessage: t.exposeInt('maxPerMessage', { description: 'How many on one message.' }),
    }),
  });

const InboundType = builder.objectRef<ChannelCapabilities>('InboundCapabilities').implement({
  description: 'What contacts do that the channel tells us of.',
  fields: (t) => ({
    edits: t.boolean({
      description: 'They change what they wrote.',
      resolve: ({ edits }) => edits.inbound,
    }),
    deletes: t.boolean({
      description: 'They take back what they wrote.',
      resolve: ({ deletes }) => deletes.inbound,
    }),
    reactions: t.boolean({ description: 'They react.', resolve: ({ reactions }) => reactions.inbound }),
    replies: t.boolean({
      description: 'They answer a certain message.',
      resolve: ({ replies }) => replies.inbound,
    }),
    typing: t.boolean({ description: 'They are writing.', resolve: ({ typing }) => typing.inbound }),
  }),
});

const CapabilitiesType = builder.objectRef<ChannelCapabilities>('ChannelCapabilities').implement({
  description: 'What a channel can do, as data: a composer can render itself from it.',
  fields: (t) => ({
    inboundParts: t.field({
      type: [PartTypeEnum],
      description: 'Parts that contacts can send.',
      resolve: ({ parts }) => [...parts.inbound],
    }),
    outboundParts: t.field({
      type: [PartTypeEnum],
      description: 'Parts that it shows as they are.',
      resolve: ({ parts }) => [...parts.outbound],
    }),
    maxTextLength: t.int({
      description: 'Longest text, as the channel counts.',
      resolve: ({ text }) => text.maxLength,
    }),
    textCountedIn: t.string({
      description: 'What it counts: utf16, codepoints or bytes.',
      resolve: ({ text }) => text.countedIn,
    }),
    maxCaptionLength: t.int({
      nullable: true,
      description: 'Null: no captions.',
      resolve: ({ caption }) => caption?.maxLength ?? null,
    }),
    maxAlbumSize: t.exposeInt('maxAlbumSize', { description: 'Files shown together; 1: no albums.' }),
    media: t.field({
      type: [MediaLimitsType],
      description: 'By kind of file.',
      resolve: ({ media }) =>
        Object.entries(media).map(([kind, limits]) => ({ ...limits, kind: kind as MediaKind })),
    }),
    textFormatting: t.stringList({
      description: 'Styles that it shows: bold, italic, underline …; empty: plain text.',
      resolve: ({ text }) => [...text.formatting],
    }),
    choice: t.expose('choice', {
      type: ChoiceLimitsType,
      nullable: true,
      description: 'Null: no choices.',
    }),
    maxCards: t.int({
      nullable: true,
      description: 'Most cards of one part; null: no cards.',
      resolve: ({ cards }) => cards?.max ?? null,
    }),
    inbound: t.field({
      type: InboundType,
      description: 'What contacts do that it tells us of.',
      resolve: (capabilities) => capabilities,
    }),
    edits: t.field({
      type: TimeLimitType,
      nullable: true,
      description: 'How long sent messages can be changed; null: never.',
      resolve: ({ edits }) => edits.outbound,
    }),
    deletes: t.field({
      type: TimeLimitType,
      nullable: true,
      description: 'How long sent messages can be taken back; null: never.',
      resolve: ({ deletes }) => deletes.outbound,
    }),
    reactions: t.field({
      type: ReactionLimitsType,
      nullable: true,
      description: 'How we can react; null: not at all.',
      resolve: ({ reactions }) => reactions.outbound,
    }),
    typingLastsMs: t.int({
      nullable: true,
      description: 'How long "is typing" stays; null: it can not be shown.',
      resolve: ({ typing }) => typing.outbound?.lastsMs ?? null,
    }),
    canMarkRead: t.boolean({
      description: 'The contact can be shown that we have read.',
      resolve: ({ readMarks }) => readMarks.outbound,
    }),
    hasRetryKey: t.boolean({
      description: 'Repeating a request with the same key can not send twice.',
      resolve: ({ retryKey }) => retryKey !== null,
    }),
    maxChoiceOptions: t.int({
      nullable: true,
      description: 'Null: no choices.',
      resolve: ({ choice }) => choice?.maxOptions ?? null,
    }),
    canEdit: t.boolean({
      description: 'Sent messages can be changed.',
      resolve: ({ edits }) => edits.outbound !== null,
    }),
    canDelete: t.boolean({
      description: 'Sent messages can be taken back.',
      resolve: ({ deletes }) => deletes.outbound !== null,
    }),
    canReact: t.boolean({
      description: 'We can react.',
      resolve: ({ reactions }) => reactions.outbound !== null,
    }),
    canReply: t.boolean({
      description: 'Messages can answer a certain one.',
      resolve: ({ replies }) => replies.outbound,
    }),
    showsTyping: t.boolean({
      description: 'We can show that somebody writes.',
      resolve: ({ typing }) => typing.outbound !== null,
    }),
    receipts: t.field({
      type: ['String'],
      description: 'Which receipts the platform gives; empty: none.',
      resolve: ({ receipts }) => [...receipts],
    }),
    initiation: t.exposeString('initiation', { description: 'Who may write first: customer or business.' }),
    messagingWindowSeconds: t.float({
      nullable: true,
      description: 'How long free-form answers are welcome; null: no deadline.',
      resolve: ({ messagingWindowMs }) => (messagingWindowMs === null ? null : messagingWindowMs / 1000),
    }),
    rateLimits: t.field({
      type: [RateLimitType],
      description: 'Never exceeded.',
      resolve: ({ rateLimits }) => [...rateLimits],
    }),
  }),
});

export const ChannelType = builder.objectRef<ChannelDefinition>('Channel').implement({
  description: 'A kind of messenger, as its installed adapter describes it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Stable, for programs.' }),
    displayName: t.exposeString('displayName', { description: 'For people.' }),
    hasTemplates: t.boolean({
      description: 'Its platform approves texts in advance.',
      resolve: ({ templates }) => templates !== undefined,
    }),
    receivesBy: t.stringList({
      description: 'How events can reach us: webhook (needs a public address), polling, or both.',
      resolve: ({ webhook, polling }) => [
        ...(webhook === undefined ? [] : ['webhook']),
        ...(polling === undefined ? [] : ['polling']),
      ],
    }),
    capabilities: t.expose('capabilities', { type: CapabilitiesType, description: 'What it can do.' }),
    credentialFields: t.field({
      type: [CredentialFieldType],
      description: 'What to give when connecting.',
      resolve: ({ credentialFields }) => [...credentialFields],
    }),
    settingFields: t.field({
      type: [SettingFieldType],
      description: 'What can be set.',
      resolve: ({ settingFields }) => [...settingFields],
    }),
    policyEditions: t.field({
      type: [PolicyEditionType],
      description: 'Its dated rules.',
      resolve: ({ policyEditions }) => [...policyEditions],
    }),
  }),
});
