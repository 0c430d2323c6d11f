import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { DeliveryStatus, ReceiptStatus } from '../../model/delivery-status.ts';
import type { ChannelErrorKind, MessageFailure } from '../../model/failure.ts';
import type { Part } from '../../model/part.ts';
import type { PolicyDecision } from '../../model/policy.ts';
import type { SendOptions } from '../../model/send-options.ts';
import type { AuthorKind, Direction, MediaStatus, Purpose } from '../../model/words.ts';
import { bytes, idColumn, instant } from './columns.ts';
import { identities } from './contacts.ts';
import { conversations } from './conversations.ts';

/**
 * One utterance. An outbound row is also its own place in the queue: what the caller was promised and the
 * work that it means are one commit.
 */
export const messages = pgTable(
  'messages',
  {
    id: idColumn<'Message'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    conversationId: idColumn<'Conversation'>('conversation_id')
      .notNull()
      .references(() => conversations.id),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    direction: text('direction').$type<Direction>().notNull(),
    authorKind: text('author_kind').$type<AuthorKind>().notNull(),
    /** The member or API key that wrote it; null for contacts and the system. */
    authorId: text('author_id'),
    /** Groups: which participant spoke. */
    authorName: text('author_name'),
    authorExternalId: text('author_external_id'),
    /** The platform's id; null while it waits in our queue. */
    externalId: text('external_id'),
    albumKey: text('album_key'),
    parts: jsonb('parts').$type<readonly Part[]>().notNull(),
    /** One line for lists. */
    preview: text('preview').notNull(),
    /** The body as it came, kept where storing it as text lost something; null otherwise. */
    raw: bytes('raw'),
    replyToId: idColumn<'Message'>('reply_to_id'),
    replyToExternalId: text('reply_to_external_id'),
    quote: text('quote'),
    isForwarded: boolean('is_forwarded').notNull().default(false),
    /** The number of the message in its conversation, given out under the conversation's lock. */
    number: bigint('number', { mode: 'number' }).notNull(),
    /** By the platform's clock where it tells; else when we received or accepted it. Order is (sentAt, id). */
    sentAt: instant('sent_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),

    /** From here on only outbound rows have values. */
    purpose: text('purpose').$type<Purpose>(),
    status: text('status').$type<DeliveryStatus>(),
    decision: jsonb('decision').$type<PolicyDecision>(),
    options: jsonb('options').$type<SendOptions>(),
    failure: jsonb('failure').$type<MessageFailure>(),
    /** Higher goes first: dialogue before campaigns. */
    priority: smallint('priority').notNull().default(0),
    /** `QUEUED`: not before this; `UNCONFIRMED`: sent again then, where the workspace wants it. On database time. */
    availableAt: instant('available_at'),
    /** Who holds it, and until when, on database time. A larger fence makes the older holder's writes void. */
    leaseUntil: instant('lease_until'),
    fence: integer('fence').notNull().default(0),
    attemptCount: integer('attempt_count').notNull().default(0),
    /** How many of its wire requests the platform has accepted; sending resumes behind them. */
    acceptedRequests: integer('accepted_requests').notNull().default(0),
    acceptedAt: instant('accepted_at'),
    /** True after a resend of something that may have arrived. */
    isPossibleDuplicate: boolean('is_possible_duplicate').notNull().default(false),
  },
  (table) => [
    uniqueIndex('messages_external').on(table.channelAccountId, table.direction, table.externalId),
    uniqueIndex('messages_album')
      .on(table.channelAccountId, table.albumKey)
      .where(sql`album_key IS NOT NULL`),
    index('messages_page').on(table.conversationId, table.sentAt, table.id),
    index('messages_identity').on(table.identityId),
    index('messages_queue')
      .on(table.channelAccountId, table.priority.desc(), table.id)
      .where(sql`status = 'QUEUED'`),
    index('messages_due').on(table.availableAt).where(sql`available_at IS NOT NULL`),
    index('messages_open').on(table.conversationId, table.number).where(sql`status IN ('QUEUED', 'SENDING')`),
    index('messages_leased').on(table.leaseUntil).where(sql`status = 'SENDING'`),
    index('messages_unconfirmed').on(table.workspaceId, table.id).where(sql`status = 'UNCONFIRMED'`),
  ],
);

/** Further platform ids of a message: the other parts of an album, the other halves of a split text. */
export const messageRefs = pgTable(
  'message_refs',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    direction: text('direction').$type<Direction>().notNull(),
    externalId: text('external_id').notNull(),
    messageId: idColumn<'Message'>('message_id')
      .notNull()
      .references(() => messages.id),
    /** The part that this id names; null when it names several or none in particular. */
    partIndex: integer('part_index'),
    /** Orders the parts of an album. */
    position: bigint('position', { mode: 'number' }).notNull().default(0),
    /** When the contact last changed the part that this id names; null: never. */
    editedAt: instant('edited_at'),
  },
  (table) => [
    primaryKey({ columns: [table.channelAccountId, table.direction, table.externalId] }),
    index('message_refs_message').on(table.messageId),
  ],
);

/** One row, at most one HTTP request. Written before the request leaves. */
export const attempts = pgTable(
  'attempts',
  {
    id: idColumn<'Attempt'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    messageId: idColumn<'Message'>('message_id')
      .notNull()
      .references(() => messages.id),
    number: integer('number').notNull(),
    /** Which of the message's wire requests this is, from 0. */
    requestIndex: integer('request_index').notNull(),
    fence: integer('fence').notNull(),
    /** SHA-256 of the rendered request. */
    requestHash: bytes('request_hash').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Null: still out, or its process died. */
    outcome: text('outcome').$type<'accepted' | ChannelErrorKind>(),
    failure: jsonb('failure').$type<MessageFailure>(),
  },
  (table) => [uniqueIndex('attempts_number').on(table.messageId, table.number)],
);

/** Append-only: the dated history of a message's delivery. */
export const receipts = pgTable(
  'receipts',
  {
    id: idColumn<'Receipt'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    messageId: idColumn<'Message'>('message_id')
      .notNull()
      .references(() => messages.id),
    status: text('status').$type<DeliveryStatus>().notNull(),
    /** By the platform's clock; ours where it tells none. */
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    failure: jsonb('failure').$type<MessageFailure>(),
    pricing: jsonb('pricing').$type<Readonly<Record<string, string | number | boolean>>>(),
  },
  (table) => [uniqueIndex('receipts_status').on(table.messageId, table.status)],
);

/** Receipts for messages that we do not know (yet): our own write may still be on its way. */
export const parkedReceipts = pgTable(
  'parked_receipts',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    /** Of the message; of the recipient where the receipt is a watermark. */
    externalId: text('external_id').notNull(),
    /** True: it concerns everything that the recipient was sent up to `occurredAt`. */
    isWatermark: boolean('is_watermark').notNull().default(false),
    status: text('status').$type<ReceiptStatus>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    failure: jsonb('failure').$type<MessageFailure>(),
    pricing: jsonb('pricing').$type<Readonly<Record<string, string | number | boolean>>>(),
  },
  (table) => [
    primaryKey({ columns: [table.channelAccountId, table.externalId, table.isWatermark, table.status] }),
  ],
);

/** Who shows which emoji on a message. One row per reaction; taken back, it is gone. */
export const reactions = pgTable(
  'reactions',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    messageId: idColumn<'Message'>('message_id')
      .notNull()
      .references(() => messages.id),
    /** `us`, or the external id of the contact or participant. */
    actor: text('actor').notNull(),
    emoji: text('emoji').notNull(),
    reactedAt: instant('reacted_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.actor, table.emoji] })],
);

/** When each actor's reactions to a message last changed: without it, a late event would bring back what was taken. */
export const reactionTimes = pgTable(
  'reaction_times',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    messageId: idColumn<'Message'>('message_id')
      .notNull()
      .references(() => messages.id),
    actor: text('actor').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.actor] })],
);

/** Edits, deletions and reactions that overtook their message: applied when it comes. */
export const parkedChanges = pgTable(
  'parked_changes',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    targetExternalId: text('target_external_id').notNull(),
    kind: text('kind').$type<'message-edited' | 'message-deleted' | 'reaction'>().notNull(),
    /** Reactions: whose. Empty otherwise. */
    actor: text('actor').notNull(),
    /** The neutral event; its times are ISO text. */
    event: jsonb('event').$type<Readonly<Record<string, unknown>>>().notNull(),
    /** Of several of a kind, the latest is kept. */
    happenedAt: instant('happened_at').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelAccountId, table.targetExternalId, table.kind, table.actor] }),
  ],
);

/** A file: on its way from the platform, or in our store under its content's hash. */
export const media = pgTable(
  'media',
  {
    id: idColumn<'Media'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    /** The message that brought it; null for uploads that no message uses yet. */
    messageId: idColumn<'Message'>('message_id'),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id'),
    /** What `downloadMedia` exchanges for bytes; null for uploads. */
    reference: text('reference'),
    status: text('status').$type<MediaStatus>().notNull(),
    /** SHA-256 of the bytes, hex: the name in the store. */
    contentHash: text('content_hash'),
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    /** Found from the bytes, not declared. */
    mimeType: text('mime_type'),
    fileName: text('file_name'),
    failure: text('failure'),
    attemptCount: integer('attempt_count').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('media_message').on(table.messageId),
    index('media_pending').on(table.nextAttemptAt).where(sql`status = 'PENDING'`),
  ],
);
