import type { RecipientStep } from '../model/campaign.ts';
import type {
  CampaignRecipientId,
  ChannelAccountId,
  ContactId,
  ConversationId,
  IdentityId,
  MessageId,
} from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { ChannelAccountStatus } from '../model/words.ts';
import type { Member } from './audience-members.ts';
import type { Queries, Statement } from './database.ts';
import type { Campaign } from './rows.ts';

/** How much waits at an account already, whoever wrote it. */
export interface AccountQueue {
  readonly id: ChannelAccountId;
  readonly channel: string;
  readonly status: ChannelAccountStatus;
  /** At most 2,000: more is more than enough. */
  readonly queued: number;
}

const QUEUES: Statement = {
  name: 'read_account_queues',
  text: `
    SELECT a.id, a.channel, a.status, waiting.queued::float8 AS queued
      FROM channel_accounts a
     CROSS JOIN LATERAL (
       SELECT count(*) AS queued
         FROM (SELECT 1 FROM messages m WHERE m.channel_account_id = a.id AND m.status = 'QUEUED' LIMIT 2000) q) waiting
     WHERE a.workspace_id = $1::uuid`,
};

export async function readAccountQueues(
  queries: Queries,
  { workspaceId }: Pick<Campaign, 'workspaceId'>,
): Promise<readonly AccountQueue[]> {
  return queries.run<AccountQueue>(QUEUES, [workspaceId]);
}

const RELEASE_IN: Statement = {
  name: 'campaign_release_in',
  text: `SELECT (extract(epoch FROM next_release_at - now()) * 1000)::float8 AS "inMs"
           FROM campaigns WHERE id = $1::uuid`,
};

/** How far ahead its own pace is used up already, in milliseconds; 0: not at all. */
export async function readReleaseLead(queries: Queries, { id }: Pick<Campaign, 'id'>): Promise<number> {
  const [row] = await queries.run<{ inMs: number | null }>(RELEASE_IN, [id]);
  return Math.max(0, row?.inMs ?? 0);
}

/** A recipient whose turn it is. */
export interface DueRecipient extends Member {
  readonly id: CampaignRecipientId;
}

const PICK: Statement = {
  name: 'pick_recipients',
  text: `
    SELECT p.id, p.contact_id AS "contactId", p.identity_id AS "identityId",
           p.channel_account_id AS "channelAccountId", a.channel, p.is_identity_fixed AS "isIdentityFixed",
           c.name, c.locale, c.time_zone AS "timeZone", c.attributes, p.variables
      FROM (
        SELECT due.* FROM jsonb_to_recordset($2::jsonb) AS room("accountId" uuid, most int)
         CROSS JOIN LATERAL (
           SELECT * FROM campaign_recipients r
            WHERE r.campaign_id = $1::uuid AND r.channel_account_id = room."accountId" AND r.step = 'PENDING'
              AND r.due_at <= $3::timestamptz
            ORDER BY r.due_at, r.id LIMIT room.most) due
        UNION ALL
        (SELECT * FROM campaign_recipients r
          WHERE r.campaign_id = $1::uuid AND r.channel_account_id IS NULL AND r.step = 'PENDING'
            AND r.due_at <= $3::timestamptz
          ORDER BY r.due_at, r.id LIMIT $4::int)) p
      JOIN contacts c ON c.id = p.contact_id
      LEFT JOIN channel_accounts a ON a.id = p.channel_account_id
     ORDER BY p.due_at, p.id`,
};

/**
 * Recipients whose time has come, the longest waiting first: for each account as many as it has room for, and those
 * with no account at all.
 */
export async function pickRecipients(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  rooms: readonly { readonly accountId: ChannelAccountId; readonly most: number }[],
  strays: number,
  now: Date,
): Promise<readonly DueRecipient[]> {
  return queries.run<DueRecipient>(PICK, [id, JSON.stringify(rooms), now, strays]);
}

/** A message as it enters the queue. */
export interface ReleasedMessage {
  readonly recipientId: CampaignRecipientId;
  readonly messageId: MessageId;
  /** For a conversation that is not there yet. */
  readonly conversationId: ConversationId;
  readonly inboxId: string;
  readonly contactId: ContactId;
  readonly identityId: IdentityId;
  readonly channelAccountId: ChannelAccountId;
  readonly parts: readonly Part[];
  readonly preview: string;
  readonly decision: PolicyDecision;
}

/**
 * Conversations are locked in the order in which intake locks them. With a pace of its own, each message of the
 * campaign waits for its place behind the one before.
 */
const RELEASE: Statement = {
  name: 'release_campaign_messages',
  text: `
    WITH input AS MATERIALIZED (
      SELECT i.*, row_number() OVER () AS place
        FROM jsonb_to_recordset($2::jsonb)
               AS i("recipientId" uuid, "messageId" uuid, "conversationId" uuid, "inboxId" uuid, "contactId" uuid,
                    "identityId" uuid, "channelAccountId" uuid, parts jsonb, preview text, decision jsonb)
    ), campaign AS MATERIALIZED (
      SELECT c.*, greatest(coalesce(c.next_release_at, now()), now()) AS base FROM campaigns c WHERE c.id = $1::uuid
    ), taken AS MATERIALIZED (
      UPDATE campaign_recipients r
         SET step = 'HANDED_OVER', message_id = i."messageId", identity_id = i."identityId",
             channel_account_id = i."channelAccountId", decision = NULL, problem = NULL
        FROM input i
       WHERE r.id = i."recipientId" AND r.campaign_id = $1::uuid AND r.step = 'PENDING'
      RETURNING r.id
    ), entering AS MATERIALIZED (
      SELECT i.* FROM input i JOIN taken t ON t.id = i."recipientId"
    ), conversation AS (
      INSERT INTO conversations AS c (id, workspace_id, inbox_id, contact_id, last_inbound_identity_id,
                                      last_message_at, last_message_id, message_count, created_at)
      SELECT e."conversationId", k.workspace_id, e."inboxId", e."contactId", e."identityId", $3::timestamptz,
             e."messageId", 1, $3::timestamptz
        FROM entering e CROSS JOIN campaign k
       ORDER BY e."inboxId", e."contactId"
          ON CONFLICT (inbox_id, contact_id) DO UPDATE SET
             message_count = c.message_count + 1,
             last_message_id = CASE WHEN c.last_message_at <= excluded.last_message_at
                                    THEN excluded.last_message_id ELSE c.last_message_id END,
             last_message_at = greatest(c.last_message_at, excluded.last_message_at)
      RETURNING c.id, c.inbox_id, c.contact_id, c.message_count
    ), queued AS (
      INSERT INTO messages (id, workspace_id, conversation_id, channel_account_id, identity_id, direction,
                            author_kind, author_id, author_name, parts, preview, number, sent_at, received_at,
                            purpose, status, decision, options, priority, available_at)
      SELECT e."messageId", k.workspace_id, c.id, e."channelAccountId", e."identityId", 'OUTBOUND',
             'CAMPAIGN', k.id::text, k.name, e.parts, e.preview, c.message_count, $3::timestamptz, $3::timestamptz,
             k.purpose, 'QUEUED', e.decision, $4::jsonb, 0,
             k.base + make_interval(secs => (e.place - 1) / k.pace_per_second)
        FROM entering e CROSS JOIN campaign k
        JOIN conversation c ON c.inbox_id = e."inboxId" AND c.contact_id = e."contactId"
      RETURNING 1
    )
    UPDATE campaigns c
       SET committed_micros = c.committed_micros + $5::bigint,
           next_release_at = k.base + make_interval(secs => (SELECT count(*) FROM queued) / k.pace_per_second)
      FROM campaign k
     WHERE c.id = k.id`,
};

/**
 * Hands messages over to delivery, all of a batch in one statement, each bound to its recipient: a recipient that
 * has one gets no other.
 *
 * @param costMicros  What they are expected to cost in the budget's currency.
 */
export async function releaseMessages(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  rows: readonly ReleasedMessage[],
  options: SendOptions,
  costMicros: number,
  now: Date,
): Promise<void> {
  await queries.run(RELEASE, [id, JSON.stringify(rows), now, options, costMicros]);
}

/** Why a recipient got no message now. */
export interface PassedOver {
  readonly recipientId: CampaignRecipientId;
  /** `PENDING`: it waits until `dueAt`. */
  readonly step: Extract<RecipientStep, 'PENDING' | 'REFUSED' | 'UNREACHABLE'>;
  readonly identityId: IdentityId | null;
  readonly channelAccountId: ChannelAccountId | null;
  readonly decision: PolicyDecision | null;
  readonly problem: string | null;
  /** ISO instant; null: as it was. */
  readonly dueAt: string | null;
}

const PASS_OVER: Statement = {
  name: 'pass_over_recipients',
  text: `
    UPDATE campaign_recipients r
       SET step = i.step, decision = i.decision, problem = i.problem, due_at = coalesce(i."dueAt", r.due_at),
           identity_id = coalesce(i."identityId", r.identity_id),
           channel_account_id = coalesce(i."channelAccountId", r.channel_account_id)
      FROM jsonb_to_recordset($2::jsonb)
             AS i("recipientId" uuid, step text, "identityId" uuid, "channelAccountId" uuid, decision jsonb,
                  problem text, "dueAt" timestamptz)
     WHERE r.id = i."recipientId" AND r.campaign_id = $1::uuid AND r.step = 'PENDING'`,
};

export async function passOver(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  rows: readonly PassedOver[],
): Promise<void> {
  if (rows.length > 0) await queries.run(PASS_OVER, [id, JSON.stringify(rows)]);
}

const REMAINING: Statement = {
  name: 'campaign_remaining',
  text: `
    SELECT EXISTS (SELECT 1 FROM campaign_recipients r
                    WHERE r.campaign_id = $1::uuid AND r.step = 'PENDING') AS "isPending",
           EXISTS (SELECT 1 FROM messages m
                    WHERE m.workspace_id = $2::uuid AND m.status IN ('QUEUED', 'SENDING')
                      AND m.author_kind = 'CAMPAIGN' AND m.author_id = ($1::uuid)::text) AS "isSending"`,
};

/** What is still to be done: recipients without an outcome, messages that have not left. */
export async function readRemaining(
  queries: Queries,
  { id, workspaceId }: Pick<Campaign, 'id' | 'workspaceId'>,
): Promise<{ readonly isPending: boolean; readonly isSending: boolean }> {
  const [row] = await queries.run<{ isPending: boolean; isSending: boolean }>(REMAINING, [id, workspaceId]);
  return row ?? { isPending: false, isSending: false };
}
