import type { MessageFailure } from '../model/failure.ts';
import type { ConversationId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** A message whose holder died or stalled, and what became of it. */
export interface RecoveredMessage {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** `UNCONFIRMED`: a request may have left. `QUEUED`: it is certain that none did, or it may be repeated. */
  readonly status: 'UNCONFIRMED' | 'QUEUED';
}

const RECOVER: Statement = {
  name: 'recover_messages',
  text: `
    WITH expired AS MATERIALIZED (
      SELECT m.id, m.fence,
             EXISTS (SELECT 1 FROM attempts a
                      WHERE a.message_id = m.id AND a.fence = m.fence AND a.outcome IS NULL) AS has_begun,
             $3::timestamptz - m.received_at < make_interval(secs => coalesce((
               SELECT ($4::jsonb->>c.channel)::float8 FROM channel_accounts c WHERE c.id = m.channel_account_id
             ), 0) / 1000) AS is_repeatable
        FROM messages m
       WHERE m.status = 'SENDING' AND ($1::boolean OR m.lease_until < now()) AND m.id <> ALL ($5::uuid[])
       ORDER BY m.id LIMIT 500
         FOR NO KEY UPDATE SKIP LOCKED
    ), changed AS (
      UPDATE messages m
         SET status = CASE WHEN e.has_begun AND NOT e.is_repeatable THEN 'UNCONFIRMED' ELSE 'QUEUED' END,
             fence = m.fence + 1,
             lease_until = NULL,
             available_at = NULL,
             failure = CASE WHEN e.has_begun THEN $2::jsonb END
        FROM expired e
       WHERE m.id = e.id AND m.fence = e.fence
      RETURNING m.id, m.workspace_id, m.conversation_id, m.status, e.fence
    ), finished AS (
      UPDATE attempts a
         SET finished_at = now(), outcome = 'indeterminate', failure = $2::jsonb
        FROM changed c
       WHERE a.message_id = c.id AND a.fence = c.fence AND a.outcome IS NULL
      RETURNING a.id, a.workspace_id, a.message_id, c.status
    ), history AS (
      INSERT INTO receipts (id, workspace_id, message_id, status, occurred_at, received_at, failure)
      SELECT f.id, f.workspace_id, f.message_id, 'UNCONFIRMED', $3::timestamptz, $3::timestamptz, $2::jsonb
        FROM finished f WHERE f.status = 'UNCONFIRMED'
          ON CONFLICT DO NOTHING
    )
    SELECT id, workspace_id AS "workspaceId", conversation_id AS "conversationId", status FROM changed`,
};

export interface Recovery {
  /** Also those whose lease still runs: right only when no other process can be holding one. */
  readonly all: boolean;
  /** Not these, whatever their lease says. */
  readonly except: readonly MessageId[];
  /** Of attempts of which nobody will ever know. */
  readonly failure: MessageFailure;
  readonly now: Date;
  /** By channel: how old a message may be whose request can be repeated without harm. */
  readonly repeatableForMs: Readonly<Record<string, number>>;
}

/**
 * Decides about up to 500 messages whose lease has ended. Their fence grows, so that a holder who was only
 * asleep can write nothing any more.
 */
export async function recoverMessages(queries: Queries, recovery: Recovery): Promise<RecoveredMessage[]> {
  const { all, failure, now, repeatableForMs, except } = recovery;
  return queries.run<RecoveredMessage>(RECOVER, [all, failure, now, repeatableForMs, except]);
}

const SCHEDULE_RESENDS: Statement = {
  name: 'schedule_resends',
  text: `
    UPDATE messages m
       SET available_at = now() + make_interval(secs => $2::float8 / 1000)
      FROM workspaces w
     WHERE m.id = ANY ($1::uuid[]) AND m.status = 'UNCONFIRMED' AND m.author_kind <> 'CAMPAIGN'
       AND w.id = m.workspace_id AND w.unconfirmed_policy = 'RESEND'
       AND (SELECT count(*) FROM attempts a WHERE a.message_id = m.id AND a.outcome = 'indeterminate') <= $3::int`,
};

/**
 * Gives unconfirmed messages a time to be sent again, where their workspace wants that. Never for campaigns,
 * and not after `maxResends`.
 */
export async function scheduleResends(
  queries: Queries,
  ids: readonly MessageId[],
  waitMs: number,
  maxResends: number,
): Promise<void> {
  await queries.run(SCHEDULE_RESENDS, [ids, waitMs, maxResends]);
}

const RESEND_DUE: Statement = {
  name: 'resend_due_messages',
  text: `
    WITH due AS MATERIALIZED (
      SELECT m.id FROM messages m
       WHERE m.available_at <= now() AND m.status = 'UNCONFIRMED'
       ORDER BY m.available_at LIMIT 100
         FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE messages m
       SET available_at = NULL,
           status = CASE WHEN w.unconfirmed_policy = 'RESEND' THEN 'QUEUED' ELSE m.status END,
           is_possible_duplicate = m.is_possible_duplicate OR w.unconfirmed_policy = 'RESEND',
           fence = m.fence + 1
      FROM due, workspaces w
     WHERE m.id = due.id AND w.id = m.workspace_id
    RETURNING m.id, m.workspace_id AS "workspaceId", m.conversation_id AS "conversationId", m.status`,
};

/** Puts unconfirmed messages whose waiting time is over back into the queue, marked as possible duplicates. */
export async function resendDueMessages(queries: Queries): Promise<RecoveredMessage[]> {
  return queries.run<RecoveredMessage>(RESEND_DUE, []);
}

const SET_ASIDE: Statement = {
  name: 'set_aside_queued',
  text: `
    WITH due AS MATERIALIZED (
      SELECT m.id FROM messages m
       WHERE m.status = 'QUEUED' AND m.received_at <= $1::timestamptz
       ORDER BY m.id LIMIT 500
         FOR NO KEY UPDATE
    ), changed AS (
      UPDATE messages m
         SET status = 'UNCONFIRMED', fence = m.fence + 1, available_at = NULL, failure = $2::jsonb
        FROM due WHERE m.id = due.id
      RETURNING m.id, m.workspace_id, m.conversation_id, m.status
    ), history AS (
      INSERT INTO receipts (id, workspace_id, message_id, status, occurred_at, received_at, failure)
      SELECT gen_random_uuid(), c.workspace_id, c.id, 'UNCONFIRMED', $3::timestamptz, $3::timestamptz, $2::jsonb
        FROM changed c
          ON CONFLICT DO NOTHING
    )
    SELECT id, workspace_id AS "workspaceId", conversation_id AS "conversationId", status FROM changed`,
};

/** Takes up to 500 messages out of the queue that were written before an instant: people decide about each. */
export async function setAsideQueued(
  queries: Queries,
  writtenBefore: Date,
  failure: MessageFailure,
  now: Date,
): Promise<RecoveredMessage[]> {
  return queries.run<RecoveredMessage>(SET_ASIDE, [writtenBefore, failure, now]);
}
