import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { TemplateCategory, TemplateContent, TemplateStatus } from '../../model/template.ts';
import { channelAccounts } from './channel-accounts.ts';
import { idColumn, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Texts that the platform approves, as it last told. */
export const templates = pgTable(
  'templates',
  {
    id: idColumn<'Template'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id')
      .notNull()
      .references(() => channelAccounts.id),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    language: text('language').notNull(),
    /** Null: one that we do not know. */
    category: text('category').$type<TemplateCategory>(),
    /** Before the platform, or somebody there, put it into another; null: it was never changed. */
    previousCategory: text('previous_category').$type<TemplateCategory>(),
    /** Announced by the platform and not yet so. */
    comingCategory: text('coming_category').$type<TemplateCategory>(),
    status: text('status').$type<TemplateStatus>().notNull(),
    /** The platform's own word for it. */
    platformStatus: text('platform_status').notNull(),
    /** The status allows sending: what policy looks for. */
    isApproved: boolean('is_approved').notNull(),
    quality: text('quality'),
    rejectionReason: text('rejection_reason'),
    /** The platform's sentences about the reason, where it gives any. */
    rejectionDetail: text('rejection_detail'),
    content: jsonb('content').$type<TemplateContent>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** When we last learned something new about it. */
    changedAt: instant('changed_at').notNull(),
    /** The platform's time of the newest news; null: none came, or without a time. */
    newsAt: instant('news_at'),
    /** When it was last seen in the platform's list, or sent in. */
    syncedAt: instant('synced_at').notNull(),
    /** Since when the platform's list lacks it; null: it does not. */
    vanishedAt: instant('vanished_at'),
  },
  (table) => [
    uniqueIndex('templates_name').on(table.channelAccountId, table.name, table.language),
    index('templates_external').on(table.channelAccountId, table.externalId),
    index('templates_category').on(table.channelAccountId, table.category, table.name, table.language),
    index('templates_account_list').on(table.channelAccountId, table.createdAt, table.id),
    index('templates_list').on(table.workspaceId, table.createdAt, table.id),
  ],
);

/** When an account's templates were read last, and when they will be next. No row: they never were. */
export const templateSyncs = pgTable(
  'template_syncs',
  {
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id')
      .primaryKey()
      .references(() => channelAccounts.id),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** The beginning of the last reading that succeeded. */
    lastSyncedAt: instant('last_synced_at'),
    /** Database time; also keeps others away while one reads. */
    dueAt: instant('due_at').notNull(),
    /** Readings that failed since the last that succeeded. */
    failureCount: integer('failure_count').notNull().default(0),
    /** Why the last reading failed; null: it did not. */
    failure: text('failure'),
  },
  (table) => [index('template_syncs_due').on(table.dueAt)],
);
