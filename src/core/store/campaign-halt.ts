import type { ConversationId, MessageId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Campaign } from './rows.ts';

/** A message that has not left, locked. */
export interface WaitingMessage {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  /** What it was expected to cost in the campaign's currency. */
  readonly costMicros: number;
}

const LOCK_WAITING: Statement = {
  name: 'lock_waiting_campaign_messages',
  text: `
    SELECT m.id, m.conversation_id AS "conversationId",
           coalesce(CASE WHEN m.decision#>>'{price,currency}' = $3
                         THEN (m.decision#>>'{price,amountMicros}')::float8 END, 0) AS "costMicros"
      FROM messages m
     WHERE m.workspace_id = $2::uuid AND m.status = 'QUEUED' AND m.author_kind = 'CAMPAIGN'
       AND m.author_id = ($1::uuid)::text
     ORDER BY m.id
       FOR UPDATE`,
};

/** The campaign's messages that wait in the queue; what delivery holds already has left for all we know. */
export async function lockWaitingMessages(
  queries: Queries,
  { id, workspaceId, budget }: Pick<Campaign, 'id' | 'workspaceId' | 'budget'>,
): Promise<readonly WaitingMessage[]> {
  return queries.run<WaitingMessage>(LOCK_WAITING, [id, workspaceId, budget?.currency ?? null]);
}

const TAKE_BACK: Statement = {
  name: 'take_back_recipients',
  text: `
    UPDATE campaign_recipients SET step = 'PENDING', message_id = NULL
     WHERE campaign_id = $1::uuid AND message_id = ANY ($2::uuid[])`,
};

/** Their messages never left: they get others when the campaign goes on. */
export async function takeBackRecipients(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  messageIds: readonly MessageId[],
): Promise<void> {
  await queries.run(TAKE_BACK, [id, messageIds]);
}

const CANCEL_PENDING: Statement = {
  name: 'cancel_pending_recipients',
  text: `UPDATE campaign_recipients SET step = 'CANCELED' WHERE campaign_id = $1::uuid AND step = 'PENDING'`,
};

export async function cancelPendingRecipients(queries: Queries, { id }: Pick<Campaign, 'id'>): Promise<void> {
  await queries.run(CANCEL_PENDING, [id]);
}

const REOPEN: Statement = {
  name: 'reopen_recipients',
  text: `
    WITH failed AS (
      SELECT r.id
        FROM campaign_recipients r LEFT JOIN messages m ON m.id = r.message_id
       WHERE r.campaign_id = $1::uuid
         AND (r.step IN ('REFUSED', 'UNREACHABLE') OR (m.status IN ('FAILED', 'REFUSED') AND m.accepted_requests = 0))
         AND ($2::text[] IS NULL OR coalesce(m.status, r.step) = ANY ($2::text[]))
    ), reopened AS (
      UPDATE campaign_recipients r
         SET step = 'PENDING', message_id = NULL, decision = NULL, problem = NULL, due_at = $3::timestamptz
        FROM failed f WHERE r.id = f.id
      RETURNING 1
    )
    SELECT count(*)::float8 AS count FROM reopened`,
};

/**
 * Gives those another try whom no message has reached for certain. One whose fate is unknown is none of them.
 *
 * @param states  Only these outcomes; null: every one that failed.
 */
export async function reopenRecipients(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  states: readonly ('FAILED' | 'REFUSED' | 'UNREACHABLE')[] | null,
  now: Date,
): Promise<number> {
  const [row] = await queries.run<{ count: number }>(REOPEN, [id, states, now]);
  return row?.count ?? 0;
}
