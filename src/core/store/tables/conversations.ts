import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CaseStatus } from '../../model/words.ts';
import { inboxes } from './channel-accounts.ts';
import { idColumn, instant } from './columns.ts';
import { contacts } from './contacts.ts';
import { members } from './workspaces.ts';

/** The one thread of one contact in one inbox. */
export const conversations = pgTable(
  'conversations',
  {
    id: idColumn<'Conversation'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    inboxId: idColumn<'Inbox'>('inbox_id')
      .notNull()
      .references(() => inboxes.id),
    contactId: idColumn<'Contact'>('contact_id')
      .notNull()
      .references(() => contacts.id),
    /** Where a reply goes unless told otherwise: the identity last heard from. */
    lastInboundIdentityId: idColumn<'Identity'>('last_inbound_identity_id'),
    lastInboundAt: instant('last_inbound_at'),
    /** Of the message that stands last, in (platform time, id) order. Lists are sorted by it. */
    lastMessageAt: instant('last_message_at').notNull(),
    lastMessageId: idColumn<'Message'>('last_message_id'),
    unreadCount: integer('unread_count').notNull().default(0),
    /** How many messages were ever added; each gets its number under this row's lock. */
    messageCount: bigint('message_count', { mode: 'number' }).notNull().default(0),
    /** The unresolved case, if any, and the last resolved one, for reopening. */
    openCaseId: idColumn<'Case'>('open_case_id'),
    lastCaseId: idColumn<'Case'>('last_case_id'),
    lastCaseResolvedAt: instant('last_case_resolved_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('conversations_contact').on(table.inboxId, table.contactId),
    index('conversations_page').on(table.workspaceId, table.lastMessageAt, table.id),
    index('conversations_inbox_page').on(table.inboxId, table.lastMessageAt, table.id),
  ],
);

/** A work item on a conversation. */
export const cases = pgTable(
  'cases',
  {
    id: idColumn<'Case'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    conversationId: idColumn<'Conversation'>('conversation_id')
      .notNull()
      .references(() => conversations.id),
    /** Counts up within the workspace; what people call it by. */
    number: bigint('number', { mode: 'number' }).notNull(),
    status: text('status').$type<CaseStatus>().notNull(),
    assigneeId: idColumn<'Member'>('assignee_id').references(() => members.id),
    snoozedUntil: instant('snoozed_until'),
    openedAt: instant('opened_at').notNull(),
    firstResponseAt: instant('first_response_at'),
    resolvedAt: instant('resolved_at'),
  },
  (table) => [
    uniqueIndex('cases_number').on(table.workspaceId, table.number),
    index('cases_conversation').on(table.conversationId),
    index('cases_assignee').on(table.workspaceId, table.assigneeId, table.status),
  ],
);
