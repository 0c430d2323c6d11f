import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { EventType } from '../../model/event.ts';
import { bytes, idColumn, instant } from './columns.ts';

/** The ordered log of a workspace. */
export const events = pgTable(
  'events',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    type: text('type').$type<EventType>().notNull(),
    conversationId: idColumn<'Conversation'>('conversation_id'),
    messageId: idColumn<'Message'>('message_id'),
    contactId: idColumn<'Contact'>('contact_id'),
    caseId: idColumn<'Case'>('case_id'),
    identityId: idColumn<'Identity'>('identity_id'),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id'),
    detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.number] }),
    index('events_conversation').on(table.conversationId, table.number),
  ],
);

/** How far each durable reader inside Confab has worked through a workspace's log. */
export const eventReaders = pgTable(
  'event_readers',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    name: text('name').notNull(),
    lastNumber: bigint('last_number', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** What came authentic and was not understood, or could not be stored: kept raw, replayable after an upgrade. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: idColumn<'DeadLetter'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    reason: text('reason').$type<'not-understood' | 'not-storable' | 'account-unknown'>().notNull(),
    /** What exactly: labels such as `update:new_kind`, or the error. */
    detail: text('detail').notNull(),
    body: bytes('body').notNull(),
    receivedAt: instant('received_at').notNull(),
    replayedAt: instant('replayed_at'),
    replayCount: integer('replay_count').notNull().default(0),
  },
  (table) => [
    index('dead_letters_account').on(table.workspaceId, table.receivedAt),
    /** A platform repeats what it was not told we have: the same body is kept once. */
    uniqueIndex('dead_letters_body').on(table.channelAccountId, table.reason, sql`sha256(body)`),
    index('dead_letters_open').on(table.id).where(sql`replayed_at IS NULL`),
  ],
);
