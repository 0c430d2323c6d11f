import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AccountHealth, AccountSettings } from '../../model/channel-account.ts';
import type { ChannelAccountStatus } from '../../model/words.ts';
import { bytes, idColumn, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** A desk that one or more channel accounts feed. */
export const inboxes = pgTable(
  'inboxes',
  {
    id: idColumn<'Inbox'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    /** A contact who writes this soon after a case was resolved reopens it; later, the next case opens. */
    caseReopenGraceMs: bigint('case_reopen_grace_ms', { mode: 'number' }).notNull().default(0),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('inboxes_workspace').on(table.workspaceId)],
);

export const channelAccounts = pgTable(
  'channel_accounts',
  {
    id: idColumn<'ChannelAccount'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    inboxId: idColumn<'Inbox'>('inbox_id')
      .notNull()
      .references(() => inboxes.id),
    channel: text('channel').notNull(),
    name: text('name').notNull(),
    /** The platform's own id of the account, learned when it was connected. */
    externalId: text('external_id'),
    username: text('username'),
    /** All credentials as one JSON object, sealed with the workspace's data key and bound to this row's id. */
    sealedCredentials: bytes('sealed_credentials').notNull(),
    settings: jsonb('settings').$type<AccountSettings>().notNull(),
    /** Overrides the platform's production address; null: the adapter's default. */
    apiBaseUrl: text('api_base_url'),
    receiveMode: text('receive_mode').$type<'webhook' | 'polling'>().notNull(),
    status: text('status').$type<ChannelAccountStatus>().notNull(),
    health: jsonb('health').$type<AccountHealth>().notNull(),
    /** The platform asked for silence until then. */
    throttledUntil: instant('throttled_until'),
    pollCursor: text('poll_cursor'),
    /** Database time until which one process polls this account; others stay away. */
    pollLeaseUntil: instant('poll_lease_until'),
    pollFence: integer('poll_fence').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    disconnectedAt: instant('disconnected_at'),
  },
  (table) => [
    index('channel_accounts_workspace').on(table.workspaceId),
    uniqueIndex('channel_accounts_external').on(table.workspaceId, table.channel, table.externalId),
  ],
);
