import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ConsentAction, ConsentMethod, LegalBasis } from '../../model/consent.ts';
import type { Purpose } from '../../model/words.ts';
import { channelAccounts } from './channel-accounts.ts';
import { bytes, idColumn, instant } from './columns.ts';
import { identities } from './contacts.ts';
import { workspaces } from './workspaces.ts';

/** Something that a contact can agree to: a newsletter, a kind of offer, a series of notifications. */
export const topics = pgTable(
  'topics',
  {
    id: idColumn<'Topic'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    /** For contacts: what they get, and how often; null: nothing is said. */
    description: text('description'),
    purpose: text('purpose').$type<Purpose>().notNull(),
    /** BCP 47; what it is published in. Empty: nobody told. */
    languages: text('languages').array().notNull().default([]),
    /** The exact question that a contact is asked, where their language has none of its own. */
    wording: text('wording').notNull(),
    /** The same by language. */
    wordings: jsonb('wordings').$type<Readonly<Record<string, string>>>().notNull().default({}),
    /** Lower case: whoever writes one of these and nothing else wants to subscribe. */
    keywords: text('keywords').array().notNull().default([]),
    /** Comes back from links that lead to a sign-up; null: the topic is older than these. */
    signUpRef: text('sign_up_ref'),
    privacyNoticeUrl: text('privacy_notice_url'),
    privacyNoticeVersion: text('privacy_notice_version'),
    createdAt: instant('created_at').notNull(),
    /** No longer offered; consents stay on record. */
    archivedAt: instant('archived_at'),
  },
  (table) => [
    uniqueIndex('topics_name').on(table.workspaceId, table.name),
    uniqueIndex('topics_sign_up_ref').on(table.workspaceId, table.signUpRef),
  ],
);

/**
 * Append-only. Each row carries the hash of the one before it, so that nobody changes, adds or removes one
 * unnoticed. Where a consent stands is derived from the newest row about it and stored nowhere.
 */
export const consentRecords = pgTable(
  'consent_records',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Dense: 1, 2, 3 … within the workspace. */
    number: bigint('number', { mode: 'number' }).notNull(),
    id: idColumn<'ConsentRecord'>('id').notNull(),
    contactId: idColumn<'Contact'>('contact_id').notNull(),
    identityId: idColumn<'Identity'>('identity_id')
      .notNull()
      .references(() => identities.id),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id')
      .notNull()
      .references(() => channelAccounts.id),
    channel: text('channel').notNull(),
    /** Null: the purpose as a whole. */
    topicId: idColumn<'Topic'>('topic_id').references(() => topics.id),
    purpose: text('purpose').$type<Purpose>().notNull(),
    action: text('action').$type<ConsentAction>().notNull(),
    method: text('method').$type<ConsentMethod>().notNull(),
    legalBasis: text('legal_basis').$type<LegalBasis>().notNull(),
    /** What the contact was shown, word for word; null where nothing was. */
    wording: text('wording'),
    privacyNoticeUrl: text('privacy_notice_url'),
    privacyNoticeVersion: text('privacy_notice_version'),
    /** The message that proves it. */
    messageId: idColumn<'Message'>('message_id'),
    /** True: the contact wrote or tapped it in this channel. */
    isOwnWord: boolean('is_own_word').notNull(),
    /**
     * Where proof lies that is no message: a form's log, a signed paper. May name people, so the chain holds its
     * digest alone, and an erasure can empty it without breaking the chain.
     */
    evidence: text('evidence'),
    evidenceDigest: text('evidence_digest'),
    /** The member, key or program that wrote it down. */
    recordedBy: text('recorded_by').notNull(),
    /** When the contact did it. */
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** Requests: unanswered from then on; null otherwise. */
    expiresAt: instant('expires_at'),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes('hash').notNull(),
    /** Tells which field was changed when the hash does not fit; proves nothing itself. Null: written before there were any. */
    fieldDigests: bytes('field_digests'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.number] }),
    uniqueIndex('consent_records_id').on(table.id),
    index('consent_records_identity').on(table.identityId, table.topicId, table.purpose, table.number),
    index('consent_records_contact').on(table.workspaceId, table.contactId, table.number),
    index('consent_records_recorded').on(table.workspaceId, table.recordedAt, table.id),
    index('consent_records_topic').on(table.topicId, table.identityId, table.number),
  ],
);

/** The end of each workspace's chain; its lock orders the writers, and it shows when the newest rows are missing. */
export const consentHeads = pgTable('consent_heads', {
  workspaceId: idColumn<'Workspace'>('workspace_id')
    .primaryKey()
    .references(() => workspaces.id),
  lastNumber: bigint('last_number', { mode: 'number' }).notNull(),
  lastHash: bytes('last_hash').notNull(),
});
