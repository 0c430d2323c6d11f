import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AudienceKind, AudienceQuery } from '../../model/audience.ts';
import type {
  CampaignAudience,
  CampaignBudget,
  CampaignQuietHours,
  CampaignSchedule,
  CampaignStatus,
  ContentVariant,
  PauseReason,
  RecipientStep,
} from '../../model/campaign.ts';
import type { Good } from '../../model/declaration.ts';
import type { PolicyDecision } from '../../model/policy.ts';
import type { Purpose } from '../../model/words.ts';
import { idColumn, instant } from './columns.ts';
import { topics } from './consent.ts';
import { contacts, identities } from './contacts.ts';
import { workspaces } from './workspaces.ts';

/** A saved query over contacts, or a fixed list of them. */
export const audiences = pgTable(
  'audiences',
  {
    id: idColumn<'Audience'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    kind: text('kind').$type<AudienceKind>().notNull(),
    /** Null: a list. */
    query: jsonb('query').$type<AudienceQuery>(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('audiences_name').on(table.workspaceId, table.name)],
);

/** Who stands on a list. */
export const audienceMembers = pgTable(
  'audience_members',
  {
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    audienceId: idColumn<'Audience'>('audience_id')
      .notNull()
      .references(() => audiences.id),
    contactId: idColumn<'Contact'>('contact_id')
      .notNull()
      .references(() => contacts.id),
  },
  (table) => [primaryKey({ columns: [table.audienceId, table.contactId] })],
);

/** Canned text that contents take in by name. */
export const snippets = pgTable(
  'snippets',
  {
    id: idColumn<'Snippet'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    text: text('text').notNull(),
    /** The same by language. */
    texts: jsonb('texts').$type<Readonly<Record<string, string>>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('snippets_name').on(table.workspaceId, table.name)],
);

/** One mass sending: an issue of a newsletter, an invitation, a notice to many. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: idColumn<'Campaign'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    purpose: text('purpose').$type<Purpose>().notNull(),
    /** Null: it belongs to no topic. */
    topicId: idColumn<'Topic'>('topic_id').references(() => topics.id),
    audience: jsonb('audience').$type<CampaignAudience>().notNull(),
    /** Only through accounts of these; null: through all. */
    channels: jsonb('channels').$type<readonly string[]>(),
    content: jsonb('content').$type<readonly ContentVariant[]>().notNull(),
    declaredGoods: jsonb('declared_goods').$type<readonly Good[]>().notNull(),
    isSilent: boolean('is_silent').notNull().default(false),
    schedule: jsonb('schedule').$type<CampaignSchedule>(),
    quietHours: jsonb('quiet_hours').$type<CampaignQuietHours>(),
    /** Messages a second over all channels, beside the platforms' limits; null: only those count. */
    pacePerSecond: doublePrecision('pace_per_second'),
    budget: jsonb('budget').$type<CampaignBudget>(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),

    status: text('status').$type<CampaignStatus>().notNull(),
    pauseReason: text('pause_reason').$type<PauseReason>(),
    /** For a person: what exactly it waits for. */
    pauseDetail: text('pause_detail'),
    /** By our clock: a scheduled campaign starts then. */
    startsAt: instant('starts_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),

    /** Recipients are being written down behind this contact; null with `fixedAt` null: not begun. */
    fixedUpTo: idColumn<'Contact'>('fixed_up_to'),
    /** From then on nobody joins. */
    fixedAt: instant('fixed_at'),
    recipientCount: integer('recipient_count').notNull().default(0),
    /** What the messages handed over are expected to cost, in the budget's currency. */
    committedMicros: bigint('committed_micros', { mode: 'number' }).notNull().default(0),
    /** Database time: with a pace of its own, the next message may leave then. */
    nextReleaseAt: instant('next_release_at'),
    /** Database time: who works on it, until when, and when somebody should look again. */
    leaseUntil: instant('lease_until'),
    fence: integer('fence').notNull().default(0),
    dueAt: instant('due_at'),
    /** By our clock: when readers last heard how far it is. */
    toldAt: instant('told_at'),
  },
  (table) => [
    index('campaigns_page').on(table.workspaceId, table.createdAt, table.id),
    index('campaigns_active').on(table.dueAt).where(sql`status IN ('SCHEDULED', 'RUNNING')`),
  ],
);

/** One person of a campaign. At most one message belongs to it at a time, so nobody is sent to twice. */
export const campaignRecipients = pgTable(
  'campaign_recipients',
  {
    id: idColumn<'CampaignRecipient'>('id').primaryKey(),
    workspaceId: idColumn<'Workspace'>('workspace_id').notNull(),
    campaignId: idColumn<'Campaign'>('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    contactId: idColumn<'Contact'>('contact_id')
      .notNull()
      .references(() => contacts.id),
    /** Where it goes: first what looks best, then what policy lets. Null: the contact has no identity that fits. */
    identityId: idColumn<'Identity'>('identity_id').references(() => identities.id),
    channelAccountId: idColumn<'ChannelAccount'>('channel_account_id'),
    /** True: to this identity and no other of the contact. */
    isIdentityFixed: boolean('is_identity_fixed').notNull().default(false),
    /** Of this recipient alone; they come before the contact's attributes. */
    variables: jsonb('variables').$type<Readonly<Record<string, string>>>().notNull().default({}),
    step: text('step').$type<RecipientStep>().notNull(),
    /** Not before then, by our clock; null: at once. */
    dueAt: instant('due_at'),
    messageId: idColumn<'Message'>('message_id'),
    /** `REFUSED`: by policy. Null: not refused, or not by policy. */
    decision: jsonb('decision').$type<PolicyDecision>(),
    /** For a person: why it could not be sent, where neither policy nor the platform says so. */
    problem: text('problem'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('campaign_recipients_contact').on(table.campaignId, table.contactId),
    uniqueIndex('campaign_recipients_message').on(table.messageId),
    index('campaign_recipients_page').on(table.campaignId, table.createdAt, table.id),
    index('campaign_recipients_pending')
      .on(table.campaignId, table.channelAccountId, table.dueAt, table.id)
      .where(sql`step = 'PENDING'`),
  ],
);
