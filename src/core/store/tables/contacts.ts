import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { IdentityKind, Reachability, ThreadControl } from '../../model/words.ts';
import { channelAccounts } from './channel-accounts.ts';
import { idColumn, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** A person (or a group that is answered as one). */
export const contacts = pgTable(
  'contacts',
  {
    id: idColumn<'Contact'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name'),
    locale: text('locale'),
    timeZone: text('time_zone'),
    attributes: jsonb('attributes').$type<Readonly<Record<string, string>>>().notNull(),
    tags: text('tags').array().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('contacts_page').on(table.workspaceId, table.createdAt, table.id)],
);

/** How one contact is known to one channel account. */
export const identities = pgTable(
  'identities',
  {
    id: idColumn<'Identity'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id')
      .notNull()
      .references(() => channelAccounts.id),
    contactId: idColumn<'Contact'>('contact_id')
      .notNull()
      .references(() => contacts.id),
    externalId: text('external_id').notNull(),
    kind: text('kind').$type<IdentityKind>().notNull(),
    displayName: text('display_name'),
    username: text('username'),
    country: text('country'),
    /** Their picture, in our store: platforms' own addresses of it end. Null: none is known. */
    avatarMediaId: idColumn<'Media'>('avatar_media_id'),
    /** What the device last heard from can show, in the platform's words; null: the platform tells nothing. */
    deviceFeatures: jsonb('device_features').$type<readonly string[]>(),
    /** Null: the platform has not said, or knows no such thing. */
    threadControl: text('thread_control').$type<ThreadControl>(),
    /** The platform's time of it: older news change nothing. */
    threadControlAt: instant('thread_control_at'),
    reachability: text('reachability').$type<Reachability>().notNull(),
    /** The platform's time of the last change of reachability: an older event changes nothing. */
    reachabilityAt: instant('reachability_at'),
    /** When the contact refused newsletters and marketing here; null: never, or taken back. */
    promotionalOptOutAt: instant('promotional_opt_out_at'),
    /** The platform holds to the refusal by itself: only its own news take it back. */
    isPromotionalOptOutKept: boolean('is_promotional_opt_out_kept').notNull().default(false),
    /** Platform time of the contact's last message; opens messaging windows. */
    lastInboundAt: instant('last_inbound_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('identities_external').on(table.channelAccountId, table.externalId),
    index('identities_contact').on(table.contactId),
  ],
);

/** Other ids under which the platform may name the same identity. */
export const identityAliases = pgTable(
  'identity_aliases',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    alias: text('alias').notNull(),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelAccountId, table.alias] })],
);

/** Whose name and picture are still to be asked for: gone when it is done, or given up. */
export const profileTasks = pgTable(
  'profile_tasks',
  {
    identityId: idColumn<'Identity'>('identity_id')
      .primaryKey()
      .references(() => identities.id),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    attemptCount: integer('attempt_count').notNull().default(0),
    /** On database time; infinity: it is done. */
    nextAttemptAt: instant('next_attempt_at').notNull(),
  },
  (table) => [index('profile_tasks_due').on(table.nextAttemptAt)],
);

/** How a contact came: once per link that was followed. */
export const referrals = pgTable(
  'referrals',
  {
    id: idColumn<'Referral'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id').notNull(),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    externalId: text('external_id').notNull(),
    ref: text('ref').notNull(),
    source: text('source').notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [
    uniqueIndex('referrals_external').on(table.channelAccountId, table.externalId),
    index('referrals_identity').on(table.identityId),
  ],
);
