import type { MessageFailure } from '../model/failure.ts';
import type { AttemptId, ChannelAccountId, IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** A message that this process holds until its lease ends. */
export interface Claim {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly channelAccountId: ChannelAccountId;
  readonly channel: string;
  readonly identityId: IdentityId;
  readonly recipientExternalId: string;
  readonly isGroup: boolean;
  /** A larger one makes this claim's writes void. */
  readonly fence: number;
}

const CLAIM: Statement = {
  name: 'claim_messages',
  text: `
    WITH head AS (
      SELECT m.id
        FROM messages m
        JOIN channel_accounts a ON a.id = m.channel_account_id
       WHERE m.status = 'QUEUED'
         AND (m.available_at IS NULL OR m.available_at <= now())
         AND a.status = 'ACTIVE'
         AND (a.throttled_until IS NULL OR a.throttled_until <= now())
         AND m.channel_account_id <> ALL ($3::uuid[])
         AND NOT EXISTS (
           SELECT 1 FROM messages earlier
            WHERE earlier.conversation_id = m.conversation_id AND earlier.number < m.number
              AND earlier.status IN ('QUEUED', 'SENDING'))
       ORDER BY m.priority DESC, m.id
       LIMIT $1::int
         FOR UPDATE OF m SKIP LOCKED
    ), claimed AS (
      UPDATE messages m
         SET status = 'SENDING', fence = m.fence + 1, lease_until = now() + make_interval(secs => $2::float8)
        FROM head WHERE m.id = head.id
      RETURNING m.id, m.workspace_id, m.channel_account_id, m.identity_id, m.fence, m.priority
    )
    SELECT c.id, c.workspace_id AS "workspaceId", c.channel_account_id AS "channelAccountId",
           c.identity_id AS "identityId", c.fence, d.external_id AS "recipientExternalId",
           d.kind = 'GROUP' AS "isGroup", a.channel
      FROM claimed c
      JOIN identities d ON d.id = c.identity_id
      JOIN channel_accounts a ON a.id = c.channel_account_id
     ORDER BY c.priority DESC, c.id`,
};

/** Takes the heads of conversations that may go now, dialogue first; several processes get different ones. */
export async function claimMessages(
  queries: Queries,
  limit: number,
  leaseSeconds: number,
  exceptAccounts: readonly ChannelAccountId[],
): Promise<readonly Claim[]> {
  return queries.run<Claim>(CLAIM, [limit, leaseSeconds, exceptAccounts]);
}

const RELEASE: Statement = {
  name: 'release_message',
  text: `UPDATE messages SET status = 'QUEUED', lease_until = NULL,
                available_at = now() + make_interval(secs => $3::float8)
          WHERE id = $1::uuid AND fence = $2::int AND status = 'SENDING'`,
};

/** Puts a claimed message back in its place, not to be taken before `delaySeconds` have passed. */
export async function releaseMessage(queries: Queries, claim: Claim, delaySeconds: number): Promise<void> {
  await queries.run(RELEASE, [claim.id, claim.fence, delaySeconds]);
}

/** An attempt that is about to be made. */
export interface AttemptStart {
  readonly attemptId: AttemptId;
  readonly claim: Claim;
  readonly requestIndex: number;
  /** SHA-256 of the rendered request. */
  readonly requestHash: Uint8Array;
  /** How long the request may take and be written down, from now on database time. */
  readonly leaseSeconds: number;
}

const BEGIN_ATTEMPTS: Statement = {
  name: 'begin_attempts',
  text: `
    WITH input AS (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(
        attempt_id uuid, message_id uuid, fence int, request_index int, request_hash text, lease_seconds float8)
    ), held AS (
      UPDATE messages m
         SET lease_until = now() + make_interval(secs => i.lease_seconds), attempt_count = m.attempt_count + 1
        FROM input i
       WHERE m.id = i.message_id AND m.fence = i.fence AND m.status = 'SENDING' AND m.lease_until > now()
      RETURNING m.id, m.workspace_id, m.attempt_count, i.attempt_id, i.fence, i.request_index, i.request_hash
    ), begun AS (
      INSERT INTO attempts (id, workspace_id, message_id, number, request_index, fence, request_hash, started_at)
      SELECT attempt_id, workspace_id, id, attempt_count, request_index, fence, decode(request_hash, 'hex'), now()
        FROM held
      RETURNING id
    )
    SELECT id FROM begun`,
};

/**
 * Writes attempts down before their requests leave.
 *
 * @returns those that may be made; the others' leases have ended, and somebody else decides about them.
 */
export async function beginAttempts(
  queries: Queries,
  starts: readonly AttemptStart[],
): Promise<ReadonlySet<AttemptId>> {
  const rows = await queries.run<{ id: AttemptId }>(BEGIN_ATTEMPTS, [
    JSON.stringify(
      starts.map((start) => ({
        attempt_id: start.attemptId,
        message_id: start.claim.id,
        fence: start.claim.fence,
        request_index: start.requestIndex,
        request_hash: Buffer.from(start.requestHash).toString('hex'),
        lease_seconds: start.leaseSeconds,
      })),
    ),
  ]);
  return new Set(rows.map(({ id }) => id));
}

const FINISH_ATTEMPT: Statement = {
  name: 'finish_attempt',
  text: `UPDATE attempts SET finished_at = now(), outcome = $2, failure = $3::jsonb
          WHERE id = $1::uuid AND outcome IS NULL`,
};

export async function finishAttempt(
  queries: Queries,
  attemptId: AttemptId,
  outcome: 'accepted' | MessageFailure['kind'],
  failure: MessageFailure | null,
): Promise<void> {
  await queries.run(FINISH_ATTEMPT, [attemptId, outcome, failure]);
}

export interface ExpiredClaim {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly fence: number;
  /** True: a request may have left. False: it is certain that none did. */
  readonly hasBegun: boolean;
}

const EXPIRED: Statement = {
  name: 'expired_claims',
  text: `
    SELECT m.id, m.workspace_id AS "workspaceId", m.fence,
           EXISTS (SELECT 1 FROM attempts a WHERE a.message_id = m.id AND a.fence = m.fence) AS "hasBegun"
      FROM messages m
     WHERE m.status = 'SENDING' AND ($1::boolean OR m.lease_until < now())
     ORDER BY m.id LIMIT 500`,
};

/**
 * Messages whose holder has died or stalled.
 *
 * @param all  Every held message: only right when no other process can be holding one.
 */
export async function findExpiredClaims(queries: Queries, all: boolean): Promise<readonly ExpiredClaim[]> {
  return queries.run<ExpiredClaim>(EXPIRED, [all]);
}
