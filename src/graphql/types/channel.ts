import type {
  ChannelCapabilities,
  ChannelDefinition,
  CredentialField,
  MediaLimits,
  RateLimit,
  SettingField,
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
    source: t.exposeString('source', { description: 'Where it is stated.' }),
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
