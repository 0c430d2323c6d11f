import { bigint, boolean, date, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { OperatorTerms } from '../../model/operator-rule.ts';
import type { Rate } from '../../model/price.ts';
import type { TemplateCategory } from '../../model/template-facts.ts';
import { channelAccounts } from './channel-accounts.ts';
import { idColumn, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Rules that a workspace adds for itself. A changed rule is a new row; an ended one stays, for old decisions. */
export const operatorRules = pgTable(
  'operator_rules',
  {
    id: idColumn<'OperatorRule'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    rule: text('rule').$type<OperatorTerms['rule']>().notNull(),
    terms: jsonb('terms').$type<OperatorTerms['terms']>().notNull(),
    /** Null: on every channel. */
    channel: text('channel'),
    note: text('note').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('operator_rules_workspace').on(table.workspaceId)],
);

/** Prices of the operator's own contract; they take the place of the edition's card from their date on. */
export const rateCards = pgTable(
  'rate_cards',
  {
    id: idColumn<'RateCard'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    channel: text('channel').notNull(),
    name: text('name').notNull(),
    source: text('source').notNull(),
    effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    windowMs: bigint('window_ms', { mode: 'number' }).notNull(),
    entryPointMs: bigint('entry_point_ms', { mode: 'number' }).notNull(),
    rates: jsonb('rates').$type<readonly Rate[]>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('rate_cards_date').on(table.workspaceId, table.channel, table.effectiveFrom)],
);

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
    category: text('category').$type<TemplateCategory>(),
    isApproved: boolean('is_approved').notNull(),
    /** The whole template in the port's shape. */
    content: jsonb('content').$type<Readonly<Record<string, unknown>>>().notNull(),
    syncedAt: instant('synced_at').notNull(),
  },
  (table) => [uniqueIndex('templates_name').on(table.channelAccountId, table.name, table.language)],
);
