import type { ChannelAccountId, ConversationId, IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { AuthorKind, IdentityKind, Purpose, Reachability } from '../model/words.ts';
import type { Queries, Statement } from './database.ts';

/** A message that this process holds until its lease ends, with what sending it takes. */
export interface ClaimedMessage {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly channelAccountId: ChannelAccountId;
  readonly identityId: IdentityId;
  /** A larger one in the row makes everything that this holder writes void. */
  readonly fence: number;
  /** How many of its wire requests the platform has taken; sending goes on behind them. */
  readonly acceptedRequests: number;
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly parts: readonly Part[];
  readonly options: SendOptions;
  readonly replyToExternalId: string | null;
  readonly queuedAt: Date;
  readonly recipientExternalId: string;
  readonly recipientKind: IdentityKind;
  readonly recipientFeatures: readonly string[] | null;
  readonly reachability: Reachability;
  readonly lastInboundAt: Date | null;
  readonly promotionalOptOutAt: Date | null;
}

/** How much may be taken at once, so that nothing is held that can not be sent. */
export interface ClaimLimits {
  readonly messages: number;
  readonly leaseMs: number;
  /** By installed channel: what an account may take unless `byAccount` says otherwise. */
  readonly byChannel: Readonly<Record<string, number>>;
  readonly byAccount: Readonly<Record<ChannelAccountId, number>>;
  /** Of these, campaigns' messages: so many of an account unless `campaignsByAccount` says otherwise. */
  readonly campaigns: number;
  readonly campaignsByAccount: Readonly<Record<ChannelAccountId, number>>;
}

/** Waits in the queue of the account `sending`, and its time has come. */
const IS_DUE = `m.channel_account_id = sending.id AND m.status = 'QUEUED'
             AND (m.available_at IS NULL OR m.available_at <= now())`;

const CLAIM: Statement = {
  name: 'claim_messages',
  text: `
    WITH RECURSIVE busy AS (
      (SELECT channel_account_id AS id FROM messages
        WHERE status = 'QUEUED' AND NOT EXISTS (SELECT 1 FROM instance WHERE sending_held_at IS NOT NULL)
        ORDER BY channel_account_id LIMIT 1)
      UNION ALL
      SELECT (SELECT m.channel_account_id FROM messages m
               WHERE m.status = 'QUEUED' AND m.channel_account_id > busy.id
               ORDER BY m.channel_account_id LIMIT 1)
        FROM busy WHERE busy.id IS NOT NULL
    ), sending AS (
      SELECT a.id, coalesce(($4::jsonb->>(a.id::text))::int, ($3::jsonb->>a.channel)::int, 0) AS share,
             coalesce(($6::jsonb->>(a.id::text))::int, $5::int) AS campaign_share
        FROM busy CROSS JOIN LATERAL (
          SELECT c.id, c.channel FROM channel_accounts c
           WHERE c.id = busy.id AND c.status = 'ACTIVE'
             AND (c.throttled_until IS NULL OR c.throttled_until <= now())
           LIMIT 1) AS a
    ), head AS (
      SELECT h.id, h.priority
        FROM sending CROSS JOIN LATERAL (
          (SELECT m.id, m.priority FROM messages m
            WHERE ${IS_DUE} AND m.priority > 0
              AND (SELECT 1 FROM messages earlier
                    WHERE earlier.conversation_id = m.conversation_id AND earlier.number < m.number
                      AND (earlier.status = 'SENDING' OR (earlier.status = 'QUEUED' AND earlier.priority > 0))
                    LIMIT 1) IS NULL
            ORDER BY m.priority DESC NULLS LAST, m.id
            LIMIT sending.share)
          UNION ALL
          (SELECT m.id, m.priority FROM messages m
            WHERE ${IS_DUE} AND m.priority = 0
              AND (SELECT 1 FROM messages earlier
                    WHERE earlier.conversation_id = m.conversation_id AND earlier.number < m.number
                      AND earlier.status IN ('QUEUED', 'SENDING') LIMIT 1) IS NULL
            ORDER BY m.priority DESC NULLS LAST, m.id
            LIMIT least(sending.share, sending.campaign_share))
           ORDER BY 2 DESC, 1
           LIMIT sending.share) AS h
       ORDER BY h.priority DESC, h.id
       LIMIT $1::int
    ), taken AS (
      SELECT m.id
        FROM head CROSS JOIN LATERAL (
          SELECT q.id FROM messages q WHERE q.id = head.id AND q.status = 'QUEUED'
           LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS m
    ), claimed AS (
      UPDATE messages m
         SET status = 'SENDING', fence = m.fence + 1, available_at = NULL,
             lease_until = now() + make_interval(secs => $2::float8 / 1000)
        FROM taken WHERE m.id = taken.id
      RETURNING m.id, m.workspace_id, m.conversation_id, m.channel_account_id, m.identity_id, m.fence,
                m.accepted_requests, m.author_kind, m.purpose, m.parts, m.options, m.reply_to_external_id,
                m.reply_to_id, m.received_at, m.priority
    )
    SELECT c.id, c.workspace_id AS "workspaceId", c.conversation_id AS "conversationId",
           c.channel_account_id AS "channelAccountId", c.identity_id AS "identityId", c.fence,
           c.accepted_requests AS "acceptedRequests", c.author_kind AS author, c.purpose, c.parts, c.options,
           coalesce(c.reply_to_external_id, (SELECT r.external_id FROM messages r WHERE r.id = c.reply_to_id))
             AS "replyToExternalId",
           c.received_at AS "queuedAt", d.external_id AS "recipientExternalId", d.kind AS "recipientKind",
           d.device_features AS "recipientFeatures",
           d.reachability, d.last_inbound_at AS "lastInboundAt", d.promotional_opt_out_at AS "promotionalOptOutAt"
      FROM claimed c
     CROSS JOIN LATERAL (SELECT * FROM identities i WHERE i.id = c.identity_id LIMIT 1) AS d
     ORDER BY c.priority DESC, c.id`,
};

/**
 * Takes messages that may go now, dialogue first, then the longest waiting. Only the head of a conversation is
 * ever taken, so a conversation's order holds across processes; two processes take different heads. Campaigns'
 * messages (priority 0) that wait do not count for that: an answer does not wait behind a newsletter. Time is the
 * database's. Nothing is taken while sending is held. The loose scan over accounts costs one index probe for each that has something queued.
 */
export async function claimMessages(queries: Queries, limits: ClaimLimits): Promise<ClaimedMessage[]> {
  return queries.run<ClaimedMessage>(CLAIM, [
    limits.messages,
    limits.leaseMs,
    limits.byChannel,
    limits.byAccount,
    limits.campaigns,
    limits.campaignsByAccount,
  ]);
}

const NEXT_DUE: Statement = {
  name: 'next_due_message',
  text: `SELECT (extract(epoch FROM available_at - now()) * 1000)::float8 AS "inMs"
           FROM messages WHERE available_at > now() ORDER BY available_at LIMIT 1`,
};

/** How long until the first message that waits for its time may go, in milliseconds; null: none waits. */
export async function nextDueInMs(queries: Queries): Promise<number | null> {
  const [row] = await queries.run<{ inMs: number }>(NEXT_DUE, []);
  return row?.inMs ?? null;
}
