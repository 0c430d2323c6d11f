import type { DeliveryStatus } from '../model/delivery-status.ts';
import type { ChannelErrorKind, MessageFailure } from '../model/failure.ts';
import type {
  AttemptId,
  ChannelAccountId,
  ConversationId,
  MessageId,
  ReceiptId,
  WorkspaceId,
} from '../model/ids.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { Queries, Statement } from './database.ts';

/** What a holder has to write about its message; under its fence, or not at all. */
export interface SettlementRow {
  readonly id: MessageId;
  readonly fence: number;
  /** `SENDING`: one of several requests was taken, and this process goes on. */
  readonly status: Extract<
    DeliveryStatus,
    'QUEUED' | 'SENDING' | 'SENT' | 'FAILED' | 'REFUSED' | 'UNCONFIRMED'
  >;
  /** Not to be taken again (`QUEUED`), or sent again (`UNCONFIRMED`), before so many milliseconds have passed. */
  readonly waitMs: number | null;
  readonly failure: MessageFailure | null;
  readonly decision: PolicyDecision | null;
  readonly acceptedRequests: number;
  /** The platform's ids of what it took with this attempt. */
  readonly externalIds: readonly string[];
  /** ISO instant; null before the last request is taken. */
  readonly acceptedAt: string | null;
  /** What the platform says it charges, raw: kept with the entry in the history. */
  readonly pricing: Readonly<Record<string, string | number | boolean>> | null;
  /** Names the entry in the message's dated history; null: nothing that belongs there. */
  readonly receiptId: ReceiptId | null;
  /** Null: it never came to an attempt. */
  readonly attempt: {
    readonly id: AttemptId;
    /** Null: it may not have been written down, so nobody knows. */
    readonly number: number | null;
    readonly outcome: 'accepted' | ChannelErrorKind;
  } | null;
}

export interface SettledRow {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly channelAccountId: ChannelAccountId;
  readonly status: DeliveryStatus;
}

const INPUT = `
      SELECT i.*, i.attempt->>'id' AS attempt_id, i.attempt->>'outcome' AS outcome,
             (i.attempt->>'number')::int AS attempt_number
        FROM jsonb_to_recordset($1::jsonb) AS i(
          "id" uuid, "fence" int, "status" text, "waitMs" float8, "failure" jsonb, "decision" jsonb,
          "acceptedRequests" int, "externalIds" jsonb, "acceptedAt" timestamptz, "receiptId" uuid,
          "pricing" jsonb, "attempt" jsonb)`;

/** What follows from a settled row, whichever way it was settled. */
const CONSEQUENCES = `
    finished AS (
      UPDATE attempts a
         SET finished_at = now(), outcome = i.outcome, failure = i."failure"
        FROM settled s JOIN input i ON i."id" = s.id
       WHERE a.id = i.attempt_id::uuid
    ), refs AS (
      INSERT INTO message_refs (workspace_id, channel_account_id, direction, external_id, message_id)
      SELECT s.workspace_id, s.channel_account_id, 'OUTBOUND', e.external_id, s.id
        FROM settled s JOIN input i ON i."id" = s.id,
             jsonb_array_elements_text(i."externalIds") AS e(external_id)
       WHERE e.external_id <> s.external_id
          ON CONFLICT DO NOTHING
    ), history AS (
      INSERT INTO receipts (id, workspace_id, message_id, status, occurred_at, received_at, failure, pricing)
      SELECT i."receiptId", s.workspace_id, s.id, i."status", coalesce(i."acceptedAt", $2::timestamptz),
             $2::timestamptz, i."failure", i."pricing"
        FROM settled s JOIN input i ON i."id" = s.id
       WHERE i."receiptId" IS NOT NULL
          ON CONFLICT DO NOTHING
    )
    SELECT id, workspace_id AS "workspaceId", conversation_id AS "conversationId",
           channel_account_id AS "channelAccountId", status FROM settled`;

const SETTLE: Statement = {
  name: 'settle_messages',
  text: `
    WITH input AS MATERIALIZED (${INPUT}
    ), settled AS (
      UPDATE messages m
         SET status = i."status",
             lease_until = CASE WHEN i."status" = 'SENDING' THEN m.lease_until END,
             available_at = now() + make_interval(secs => i."waitMs" / 1000),
             failure = i."failure",
             decision = coalesce(i."decision", m.decision),
             accepted_requests = i."acceptedRequests",
             accepted_at = coalesce(i."acceptedAt", m.accepted_at),
             external_id = coalesce(m.external_id, i."externalIds"->>0),
             attempt_count = coalesce(i.attempt_number, m.attempt_count)
        FROM input i
       WHERE m.id = i."id" AND m.fence = i."fence" AND m.status = 'SENDING'
      RETURNING m.id, m.workspace_id, m.conversation_id, m.channel_account_id, m.status, m.external_id
    ), ${CONSEQUENCES}`,
};

/**
 * Writes results of this process, each bound to its fence: the message, its attempt, its further external ids
 * and its history, all of a batch in one statement.
 *
 * @param now  By our clock, for the dated history; waiting times run on the database's.
 * @returns the rows that were written; the others belong to somebody else by now, or a receipt came first.
 */
export async function settleMessages(
  queries: Queries,
  rows: readonly SettlementRow[],
  now: Date,
): Promise<SettledRow[]> {
  return queries.run<SettledRow>(SETTLE, [JSON.stringify(rows), now]);
}

const SETTLE_OVERTAKEN: Statement = {
  name: 'settle_overtaken_messages',
  text: `
    WITH input AS MATERIALIZED (${INPUT}
    ), settled AS (
      UPDATE messages m
         SET accepted_requests = i."acceptedRequests",
             accepted_at = coalesce(i."acceptedAt", m.accepted_at),
             external_id = coalesce(m.external_id, i."externalIds"->>0),
             attempt_count = coalesce(i.attempt_number, m.attempt_count)
        FROM input i
       WHERE m.id = i."id" AND m.fence = i."fence" AND m.status IN ('SENT', 'DELIVERED', 'READ', 'FAILED')
      RETURNING m.id, m.workspace_id, m.conversation_id, m.channel_account_id, m.status, m.external_id
    ), ${CONSEQUENCES}`,
};

/**
 * The same for messages whose receipt came before our own result: their status is further along already and
 * stays; what only the answer told is added. Rows whose fence has moved on are left alone.
 */
export async function settleOvertakenMessages(
  queries: Queries,
  rows: readonly SettlementRow[],
  now: Date,
): Promise<SettledRow[]> {
  return queries.run<SettledRow>(SETTLE_OVERTAKEN, [JSON.stringify(rows), now]);
}
