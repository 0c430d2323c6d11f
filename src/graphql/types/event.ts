import type { InterfaceRef } from '@pothos/core';
import type { EventType, WorkspaceEvent } from '../../core/model/event.ts';
import type { ConversationId } from '../../core/model/ids.ts';
import { builder } from '../builder.ts';
import { CampaignType } from './campaign.ts';
import { CaseType } from './case.ts';
import { ContactType } from './contact.ts';
import { ConversationType } from './conversation.ts';
import { EventTypeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { MessageType } from './message.ts';
import { MigrationType } from './migration.ts';
import { TemplateType } from './template.ts';
import { ChannelAccountType } from './workspace.ts';

/** What a stream carries: an entry of the log, or something that is only live. */
export type StreamItem = LoggedItem | TypingItem | LostItem;

export interface LoggedItem {
  readonly type: EventType;
  readonly number: number;
  readonly occurredAt: Date;
  readonly event: WorkspaceEvent;
}

export interface TypingItem {
  readonly type: 'CONTACT_TYPING';
  readonly number: number;
  readonly occurredAt: Date;
  readonly conversationId: ConversationId;
  readonly isTyping: boolean;
}

/** The cursor leads nowhere; `number` is the nearest position that does. */
export type LostItem = Lost<'CURSOR_EXPIRED'> | Lost<'CURSOR_AHEAD'>;

interface Lost<Type> {
  readonly type: Type;
  readonly number: number;
  readonly occurredAt: Date;
}

/** `MESSAGE_RECEIVED` is shown as the type `MessageReceived`. */
const typeName = (type: StreamItem['type']): string =>
  type
    .toLowerCase()
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

export const EventInterface: InterfaceRef<never, StreamItem> = builder
  .interfaceRef<StreamItem>('Event')
  .implement({
    description: 'Something that happened in the workspace.',
    resolveType: (item) => typeName(item.type),
    fields: (t) => ({
      id: t.id({
        description: 'Unique within the workspace.',
        resolve: ({ type, number }) => `${number}:${type}`,
      }),
      cursor: t.field({
        type: 'Cursor',
        description: 'Everything up to here has been seen: resume with `events(after:)`.',
        resolve: ({ number }) => number,
      }),
      type: t.expose('type', { type: EventTypeEnum, description: 'What happened.' }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When we learned it.' }),
    }),
  }) as never;

type LoggedFields =
  | 'message'
  | 'conversation'
  | 'contact'
  | 'case'
  | 'identity'
  | 'channelAccount'
  | 'template'
  | 'campaign'
  | 'migration';

/** Which nouns each kind of event carries; the compiler checks that none is forgotten. */
const CARRIES: Readonly<Record<EventType, readonly [description: string, ...fields: LoggedFields[]]>> = {
  MESSAGE_RECEIVED: ['The contact wrote.', 'message', 'conversation', 'contact'],
  MESSAGE_QUEUED: ['A message of ours was stored and waits to be sent.', 'message', 'conversation'],
  MESSAGE_STATUS_CHANGED: ["A message's delivery moved on.", 'message', 'conversation'],
  MESSAGE_EDITED: ['A message says something else now.', 'message', 'conversation'],
  MESSAGE_DELETED: ['A message was taken back.', 'message', 'conversation'],
  MESSAGE_ECHOED: ['A colleague wrote past us, in the platform’s own app.', 'message', 'conversation'],
  REACTION_CHANGED: ['Somebody reacted, or took it back.', 'message', 'conversation'],
  MEDIA_CHANGED: ['A file of a message arrived or failed.', 'message'],
  CONVERSATION_CREATED: ['A contact and an inbox met for the first time.', 'conversation', 'contact'],
  CONVERSATION_READ: ['Somebody read.', 'conversation'],
  CASE_OPENED: ['A new work item.', 'case', 'conversation'],
  CASE_CHANGED: ['Its status or assignee changed.', 'case', 'conversation'],
  CONTACT_CREATED: ['Somebody new.', 'contact', 'identity'],
  CONTACT_CHANGED: ['What we know of a contact changed.', 'contact', 'identity'],
  REACHABILITY_CHANGED: ['A contact stopped us, or came back.', 'identity', 'contact'],
  CONSENT_CHANGED: [
    'A contact refused newsletters and marketing, or allowed them again.',
    'identity',
    'contact',
  ],
  THREAD_CONTROL_CHANGED: [
    'Another program of the business answers a contact at the platform, or we do again.',
    'identity',
    'contact',
  ],
  REFERRAL_RECEIVED: ['A contact came through a link.', 'identity', 'contact'],
  IDENTITY_LINKED: [
    'An identity is somebody whom we knew already: its messages went along.',
    'identity',
    'contact',
    'conversation',
  ],
  IDENTITY_UNLINKED: ['An identity is somebody else after all.', 'identity', 'contact'],
  MIGRATION_CHANGED: [
    'A migration was made, started, paused or ended, or readers were added to it.',
    'migration',
  ],
  MIGRATION_READER_CHANGED: ['A reader is further on the way to another channel.', 'identity', 'migration'],
  CHANNEL_ACCOUNT_CHANGED: ['An account was connected, checked, paused or disconnected.', 'channelAccount'],
  TEMPLATE_CHANGED: ['A template is new, or otherwise than before.', 'template', 'channelAccount'],
  CAMPAIGN_CHANGED: ['A campaign was changed, started or halted, or came further.', 'campaign'],
};

for (const [type, [description, ...fields]] of Object.entries(CARRIES)) {
  const has = (field: LoggedFields) => fields.includes(field);
  builder.objectRef<LoggedItem>(typeName(type as EventType)).implement({
    description,
    interfaces: [EventInterface as never],
    fields: (t) => ({
      ...(has('message') && {
        message: t.field({
          type: MessageType,
          nullable: true,
          description: 'The message, as it is now.',
          resolve: ({ event }, _arguments, { reads }) => load(event.subject.messageId, reads.message),
        }),
      }),
      ...(has('conversation') && {
        conversation: t.field({
          type: ConversationType,
          nullable: true,
          description: 'The conversation, as it is now.',
          resolve: ({ event }, _arguments, { reads }) =>
            load(event.subject.conversationId, reads.conversation),
        }),
      }),
      ...(has('contact') && {
        contact: t.field({
          type: ContactType,
          nullable: true,
          description: 'The contact, as they are now.',
          resolve: ({ event }, _arguments, { reads }) => load(event.subject.contactId, reads.contact),
        }),
      }),
      ...(has('case') && {
        case: t.field({
          type: CaseType,
          nullable: true,
          description: 'The case, as it is now.',
          resolve: ({ event }, _arguments, { reads }) => load(event.subject.caseId, reads.case),
        }),
      }),
      ...(has('identity') && {
        identity: t.field({
          type: IdentityType,
          nullable: true,
          description: 'The identity, as it is now.',
          resolve: ({ event }, _arguments, { reads }) => load(event.subject.identityId, reads.identity),
        }),
      }),
      ...(has('channelAccount') && {
        channelAccount: t.field({
          type: ChannelAccountType,
          nullable: true,
          description: 'The account, as it is now.',
          resolve: ({ event }, _arguments, { reads }) =>
            load(event.subject.channelAccountId, reads.channelAccount),
        }),
      }),
      ...(has('template') && {
        template: t.field({
          type: TemplateType,
          nullable: true,
          description: 'The template, as it is now.',
          resolve: ({ event: { detail } }, _arguments, { reads }) =>
            typeof detail.templateId === 'string' ? reads.template(detail.templateId) : null,
        }),
      }),
      ...(has('campaign') && {
        campaign: t.field({
          type: CampaignType,
          nullable: true,
          description: 'The campaign, as it is now; `progress` says how far it is.',
          resolve: ({ event: { detail } }, _arguments, { reads }) =>
            typeof detail.campaignId === 'string' ? reads.campaign(detail.campaignId) : null,
        }),
      }),
      ...(has('migration') && {
        migration: t.field({
          type: MigrationType,
          nullable: true,
          description: 'The migration, with its funnel as it is now.',
          resolve: ({ event: { detail } }, _arguments, { reads }) =>
            load(typeof detail.migrationId === 'string' ? detail.migrationId : undefined, reads.migration),
        }),
      }),
    }),
  });
}

function load<Row>(
  id: string | undefined,
  loader: (id: string) => Promise<Row | null>,
): Promise<Row | null> | null {
  return id === undefined ? null : loader(id);
}

builder.objectRef<TypingItem>('ContactTyping').implement({
  description: 'The contact is typing, or stopped. Live only.',
  interfaces: [EventInterface as never],
  fields: (t) => ({
    isTyping: t.exposeBoolean('isTyping', { description: 'False: stopped.' }),
    conversation: t.field({
      type: ConversationType,
      nullable: true,
      description: 'Where.',
      resolve: ({ conversationId }, _arguments, { reads }) => reads.conversation(conversationId),
    }),
  }),
});

builder.objectRef<LostItem>('CursorExpired').implement({
  description:
    'The cursor is older than what is kept, and the stream ends: read a snapshot, and follow from its `asOf`.',
  interfaces: [EventInterface as never],
  fields: (t) => ({
    oldest: t.field({
      type: 'Cursor',
      description: 'The oldest position that can be followed from.',
      resolve: ({ number }) => number,
    }),
  }),
});

builder.objectRef<LostItem>('CursorAhead').implement({
  description:
    'The cursor lies ahead of the log, and the stream ends: it is of another instance, or from before the log was restored. Read a snapshot, and follow from its `asOf`.',
  interfaces: [EventInterface as never],
  fields: (t) => ({
    latest: t.field({
      type: 'Cursor',
      description: 'The latest position that there is.',
      resolve: ({ number }) => number,
    }),
  }),
});
