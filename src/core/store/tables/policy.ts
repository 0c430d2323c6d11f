import { bigint, date, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { OperatorTerms } from '../../model/operator-rule.ts';
import type { Rate } from '../../model/price.ts';
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
