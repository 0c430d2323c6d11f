import type { RejectionCause } from '../model/failure.ts';
import type { AttemptId, MessageId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** One HTTP request that is about to be made. */
export interface AttemptStart {
  readonly id: AttemptId;
  readonly messageId: MessageId;
  readonly fence: number;
  /** Which of the message's wire requests this is, from 0. */
  readonly requestIndex: number;
  /** SHA-256 of the rendered request, hex. */
  readonly requestHash: string;
  /** What the lease must still hold for the request and for writing its result down. */
  readonly neededMs: number;
}

const BEGIN: Statement = {
  name: 'begin_attempts',
  text: `
    WITH input AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(
        "id" uuid, "messageId" uuid, "fence" int, "requestIndex" int, "requestHash" text, "neededMs" float8)
    ), held AS MATERIALIZED (
      SELECT i.*, m.workspace_id, m.lease_until
        FROM input i CROSS JOIN LATERAL (
          SELECT q.workspace_id, q.lease_until
            FROM messages q JOIN channel_accounts a ON a.id = q.channel_account_id
           WHERE q.id = i."messageId" AND q.fence = i."fence" AND q.status = 'SENDING' AND q.lease_until > now()
             AND a.status = 'ACTIVE'
           LIMIT 1) AS m
    ), prolonged AS (
      UPDATE messages m
         SET lease_until = now() + make_interval(secs => h."neededMs" / 1000)
        FROM held h
       WHERE m.id = h."messageId" AND m.fence = h."fence" AND m.status = 'SENDING'
         AND h.lease_until < now() + make_interval(secs => h."neededMs" / 1000)
      RETURNING m.id
    )
    INSERT INTO attempts (id, workspace_id, message_id, number, request_index, fence, request_hash, started_at)
    SELECT h."id", h.workspace_id, h."messageId",
           1 + coalesce((SELECT a.number FROM attempts a WHERE a.message_id = h."messageId"
                          ORDER BY a.number DESC LIMIT 1), 0),
           h."requestIndex", h."fence", decode(h."requestHash", 'hex'), now()
      FROM held h
     WHERE h.lease_until >= now() + make_interval(secs => h."neededMs" / 1000)
        OR h."messageId" IN (SELECT id FROM prolonged)
        ON CONFLICT DO NOTHING
    RETURNING id, number`,
};

/**
 * Writes attempts down before their requests leave, all in one statement. A lease that would end too soon is
 * prolonged, under its row's lock.
 *
 * @returns the number of each attempt that may be made. The others' messages are no longer held by this process,
 *          or their account no longer sends.
 */
export async function beginAttempts(
  queries: Queries,
  starts: readonly AttemptStart[],
): Promise<ReadonlyMap<AttemptId, number>> {
  const rows = await queries.run<{ id: AttemptId; number: number }>(BEGIN, [JSON.stringify(starts)]);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

const MAY_HAVE_LEFT: Statement = {
  name: 'may_have_left',
  text: `
    SELECT 1 AS one
      FROM messages m JOIN attempts a ON a.message_id = m.id AND a.request_index = m.accepted_requests
     WHERE m.id = $1::uuid AND a.outcome = 'indeterminate' AND NOT m.is_possible_duplicate
     LIMIT 1`,
};

/**
 * Whether the request that is next was sent before, nobody knows with what success, and nobody has decided yet that
 * it is to be sent again all the same.
 */
export async function mayHaveLeft(queries: Queries, { id }: { readonly id: MessageId }): Promise<boolean> {
  return (await queries.run(MAY_HAVE_LEFT, [id])).length > 0;
}

const FAILED_BEFORE: Statement = {
  name: 'failed_before',
  text: `SELECT 1 AS one FROM attempts WHERE message_id = $1::uuid AND failure->>'cause' = $2 LIMIT 1`,
};

/** Whether an earlier attempt of this message was refused for this cause. */
export async function hasFailedBefore(
  queries: Queries,
  messageId: MessageId,
  cause: RejectionCause,
): Promise<boolean> {
  return (await queries.run(FAILED_BEFORE, [messageId, cause])).length > 0;
}
