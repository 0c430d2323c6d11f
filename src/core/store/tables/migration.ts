import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { LegalBasis } from '../../model/consent.ts';
import type { ChannelAccountId } from '../../model/ids.ts';
import type {
  ArrivalHint,
  ArrivalOutcome,
  ImportStatus,
  InvitationWay,
  InvitationWording,
  MigrationStatus,
  ReaderState,
  ReminderTerms,
} from '../../model/migration.ts';
import { channelAccounts } from './channel-accounts.ts';
import { bytes, idColumn, instant } from './columns.ts';
import { topics } from './consent.ts';
import { identities } from './contacts.ts';
import { workspaces } from './workspaces.ts';

/** Which identity was given to which contact, why, and everything that undoing it needs. */
export const identityLinks = pgTable(
  'identity_links',
  {
    id: idColumn<'IdentityLink'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    fromContactId: idColumn<'Contact'>('from_contact_id').notNull(),
    toContactId: idColumn<'Contact'>('to_contact_id').notNull(),
    /** Why they are one person, for whoever asks later. */
    evidence: text('evidence').notNull(),
    linkedBy: text('linked_by').notNull(),
    linkedAt: instant('linked_at').notNull(),
    /** What stood before and behind the link in each conversation that it touched; instants are ISO text. */
    threads: jsonb('threads').$type<readonly Readonly<Record<string, unknown>>[]>().notNull(),
    unlinkedAt: instant('unlinked_at'),
    unlinkedBy: text('unlinked_by'),
    unlinkReason: text('unlink_reason'),
  },
  (table) => [index('identity_links_identity').on(table.identityId)],
);

/** The move of an audience from one account to others. (`migrations` is what the database's own versions stand in.) */
export const migrations = pgTable(
  'audience_migrations',
  {
    id: idColumn<'Migration'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    sourceAccountId: idColumn<'ChannelAccount'>('source_account_id')
      .notNull()
      .references(() => channelAccounts.id),
    /** In the order in which a page offers them. */
    targetAccountIds: jsonb('target_account_ids').$type<readonly ChannelAccountId[]>().notNull(),
    topicId: idColumn<'Topic'>('topic_id')
      .notNull()
      .references(() => topics.id),
    status: text('status').$type<MigrationStatus>().notNull(),
    wording: jsonb('wording').$type<InvitationWording>().notNull(),
    reminders: jsonb('reminders').$type<ReminderTerms>().notNull(),
    /** How often everybody who has not moved was to be reminded so far. */
    reminderRound: integer('reminder_round').notNull().default(0),
    /** Links end then, and whoever has not moved has lapsed. */
    deadlineAt: instant('deadline_at').notNull(),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('audience_migrations_workspace').on(table.workspaceId, table.createdAt, table.id),
    index('audience_migrations_running').on(table.id).where(sql`status = 'RUNNING'`),
  ],
);

/** One reader of an audience that moves. */
export const migrationReaders = pgTable(
  'migration_readers',
  {
    id: idColumn<'MigrationReader'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    migrationId: idColumn<'Migration'>('migration_id')
      .notNull()
      .references(() => migrations.id),
    /** Where they read until now. */
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    /** BCP 47, lower case; null: unknown. */
    language: text('language'),
    state: text('state').$type<ReaderState>().notNull(),
    stateAt: instant('state_at').notNull(),
    /** When the ways to invite them were last looked at; null: not yet. */
    consideredAt: instant('considered_at'),
    invitedAt: instant('invited_at'),
    invitedBy: text('invited_by').$type<InvitationWay>(),
    invitationMessageId: idColumn<'Message'>('invitation_message_id'),
    /** The round of reminders that this reader has had, or was passed over in. */
    reminderRound: integer('reminder_round').notNull().default(0),
    reminderCount: integer('reminder_count').notNull().default(0),
    remindedAt: instant('reminded_at'),
    openedAt: instant('opened_at'),
    arrivedAt: instant('arrived_at'),
    /** The channel of the arrival that counts: the latest, until one is confirmed. */
    channel: text('channel'),
    confirmedAt: instant('confirmed_at'),
    /** Where they read from now on. */
    confirmedIdentityId: idColumn<'Identity'>('confirmed_identity_id'),
    declinedAt: instant('declined_at'),
    failedAt: instant('failed_at'),
    failure: text('failure'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('migration_readers_identity').on(table.migrationId, table.identityId),
    index('migration_readers_of').on(table.identityId),
    index('migration_readers_page').on(table.migrationId, table.createdAt, table.id),
    index('migration_readers_state').on(table.migrationId, table.state, table.id),
    index('migration_readers_message')
      .on(table.invitationMessageId)
      .where(sql`invitation_message_id IS NOT NULL`),
    index('migration_readers_confirmed')
      .on(table.confirmedIdentityId)
      .where(sql`confirmed_identity_id IS NOT NULL`),
  ],
);

/** A personal link: to the landing page, or straight into one target account. The token is kept nowhere. */
export const migrationLinks = pgTable(
  'migration_links',
  {
    id: idColumn<'MigrationLink'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    migrationId: idColumn<'Migration'>('migration_id').notNull(),
    readerId: idColumn<'MigrationReader'>('reader_id')
      .notNull()
      .references(() => migrationReaders.id),
    /** Null: the landing page. */
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id'),
    tokenHash: bytes('token_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    usedByIdentityId: idColumn<'Identity'>('used_by_identity_id'),
    revokedAt: instant('revoked_at'),
    /** How often people, not programs, looked at the page. */
    openCount: integer('open_count').notNull().default(0),
  },
  (table) => [
    uniqueIndex('migration_links_token').on(table.tokenHash),
    index('migration_links_reader').on(table.readerId),
  ],
);

/** One person's use of a link, whatever became of it. */
export const migrationArrivals = pgTable(
  'migration_arrivals',
  {
    id: idColumn<'MigrationArrival'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    migrationId: idColumn<'Migration'>('migration_id').notNull(),
    readerId: idColumn<'MigrationReader'>('reader_id')
      .notNull()
      .references(() => migrationReaders.id),
    linkId: idColumn<'MigrationLink'>('link_id').notNull(),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    channel: text('channel').notNull(),
    outcome: text('outcome').$type<ArrivalOutcome>().notNull(),
    hint: text('hint').$type<ArrivalHint>().notNull(),
    /** The question that waits for an answer; null: it could not be asked yet. */
    requestId: idColumn<'ConsentRecord'>('request_id'),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (table) => [
    uniqueIndex('migration_arrivals_use').on(table.linkId, table.identityId),
    index('migration_arrivals_identity').on(table.identityId),
    index('migration_arrivals_reader').on(table.readerId),
  ],
);

/** A file of readers on its way in. `rowsRead` is where it goes on after an interruption. */
export const migrationImports = pgTable(
  'migration_imports',
  {
    id: idColumn<'MigrationImport'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    migrationId: idColumn<'Migration'>('migration_id')
      .notNull()
      .references(() => migrations.id),
    mediaId: idColumn<'Media'>('media_id').notNull(),
    encoding: text('encoding'),
    status: text('status').$type<ImportStatus>().notNull(),
    /** Why the whole file was refused; null otherwise. */
    problem: text('problem'),
    legalBasis: text('legal_basis').$type<LegalBasis>().notNull(),
    evidence: text('evidence').notNull(),
    recordedBy: text('recorded_by').notNull(),
    rowCount: integer('row_count'),
    rowsRead: integer('rows_read').notNull().default(0),
    added: integer('added').notNull().default(0),
    known: integer('known').notNull().default(0),
    passedOver: integer('passed_over').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Who works on it, and until when, on database time. */
    leaseUntil: instant('lease_until'),
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    index('migration_imports_migration').on(table.migrationId, table.createdAt, table.id),
    index('migration_imports_open').on(table.createdAt).where(sql`finished_at IS NULL`),
  ],
);

/** Rows of a file that brought nobody, and why. */
export const migrationImportErrors = pgTable(
  'migration_import_errors',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    importId: idColumn<'MigrationImport'>('import_id')
      .notNull()
      .references(() => migrationImports.id),
    /** As a spreadsheet counts: the header is row 1. */
    rowNumber: integer('row_number').notNull(),
    column: text('column').notNull(),
    message: text('message').notNull(),
    /** What stood there, cut. */
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.rowNumber] })],
);
