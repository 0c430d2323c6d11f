import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { MemberRole } from '../../model/words.ts';
import { bytes, idColumn, instant } from './columns.ts';

export const workspaces = pgTable('workspaces', {
  id: idColumn<'Workspace'>('id').primaryKey(),
  name: text('name').notNull(),
  /** The workspace's data key, wrapped by the instance's secret; encrypts its credentials. */
  wrappedDataKey: bytes('wrapped_data_key').notNull(),
  /** What becomes of a message whose outcome nobody can tell. */
  unconfirmedPolicy: text('unconfirmed_policy').$type<'HOLD' | 'RESEND'>().notNull().default('HOLD'),
  /** How far the workspace's own time is ahead of the real one; 0 wherever anything is meant seriously. */
  clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull().default(0),
  createdAt: instant('created_at').notNull(),
});

/**
 * The hot row of a workspace: its event and case numbers are given out by updating it, as the last lock that
 * a transaction takes. Small and without indexed columns beside the key, so that updates stay in the page.
 */
export const workspaceCounters = pgTable('workspace_counters', {
  workspaceId: idColumn<'Workspace'>('workspace_id')
    .primaryKey()
    .references(() => workspaces.id),
  lastEventNumber: bigint('last_event_number', { mode: 'number' }).notNull().default(0),
  /** Events up to here were removed by retention; older cursors have expired. */
  oldestEventNumber: bigint('oldest_event_number', { mode: 'number' }).notNull().default(1),
  lastCaseNumber: bigint('last_case_number', { mode: 'number' }).notNull().default(0),
});

export const apiKeys = pgTable(
  'api_keys',
  {
    id: idColumn<'ApiKey'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    /** The public beginning of the key: finds the row, shown in lists. */
    prefix: text('prefix').notNull(),
    /** SHA-256 of the whole key; the key itself is shown once and kept nowhere. */
    hash: bytes('hash').notNull(),
    role: text('role').$type<MemberRole>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    uniqueIndex('api_keys_prefix').on(table.prefix),
    index('api_keys_workspace').on(table.workspaceId),
  ],
);

export const members = pgTable(
  'members',
  {
    id: idColumn<'Member'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    email: text('email'),
    role: text('role').$type<MemberRole>().notNull(),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('members_workspace').on(table.workspaceId)],
);

/** Same key and input, same result; same key and other input, a conflict. Kept for at least 24 h. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    key: text('key').notNull(),
    operation: text('operation').notNull(),
    requestHash: bytes('request_hash').notNull(),
    /** What the first call made, enough to answer the next one alike. */
    result: jsonb('result').$type<Readonly<Record<string, unknown>>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.key] })],
);
