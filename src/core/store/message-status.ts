import { and, eq, sql } from 'drizzle-orm';
import type { DeliveryStatus, ReceiptStatus } from '../model/delivery-status.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { ConversationId, IdentityId, MessageId, ReceiptId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { newId } from './new-id.ts';
import type { Message } from './rows.ts';
import { singleRow } from './single-row.ts';
import { messages } from './tables/index.ts';

/** What is needed to move a message on and to tell of it. */
export interface StatusRow {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly status: DeliveryStatus | null;
}

export interface StatusEntry {
  readonly status: DeliveryStatus;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly failure?: MessageFailure | null;
  readonly pricing?: Readonly<Record<string, string | number | boolean>> | null;
}

const HISTORY = `
    INSERT INTO receipts (id, workspace_id, message_id, status, occurred_at, received_at, failure, pricing)
    SELECT n.receipt_id, m.workspace_id, m.id, $2, $3::timestamptz, $4::timestamptz, $5::jsonb, $6::jsonb
      FROM unnest($1::uuid[], $7::uuid[]) AS n(message_id, receipt_id) JOIN messages m ON m.id = n.message_id
        ON CONFLICT DO NOTHING`;

const APPEND_HISTORY: Statement = { name: 'append_receipts', text: HISTORY };

const ADVANCE: Statement = {
  name: 'advance_messages',
  text: `
    WITH advanced AS (
      UPDATE messages
         SET status = $2,
             failure = $5::jsonb,
             lease_until = NULL,
             accepted_at = CASE WHEN $2 IN ('SENT', 'DELIVERED', 'READ')
                                THEN coalesce(accepted_at, $3::timestamptz) ELSE accepted_at END
       WHERE id = ANY ($1::uuid[])
    )${HISTORY}`,
};

/** Sets the status of locked messages and adds to their dated history; who calls has made sure that it is forward. */
export async function advanceMessages(
  queries: Queries,
  ids: readonly MessageId[],
  entry: StatusEntry,
): Promise<void> {
  await queries.run(ADVANCE, parametersOf(ids, entry));
}

/** The history is append-only: one entry of each status, the first that came, never changed. */
export async function appendHistory(
  queries: Queries,
  ids: readonly MessageId[],
  entry: StatusEntry,
): Promise<void> {
  await queries.run(APPEND_HISTORY, parametersOf(ids, entry));
}

function parametersOf(ids: readonly MessageId[], entry: StatusEntry): readonly unknown[] {
  const { status, occurredAt, receivedAt, failure, pricing } = entry;
  const receiptIds = ids.map(() => newId<ReceiptId>());
  return [ids, status, occurredAt, receivedAt, failure ?? null, pricing ?? null, receiptIds];
}

/** Sets columns that go with a change of status; the row is locked by this transaction. */
export async function updateMessage(
  queries: Queries,
  id: MessageId,
  change: Partial<typeof messages.$inferInsert>,
): Promise<Message> {
  return singleRow(await queries.orm.update(messages).set(change).where(eq(messages.id, id)).returning());
}

/** Puts a locked message back into the queue, as one that may have arrived before; who held it can not write any more. */
export async function requeueMessage(queries: Queries, id: MessageId): Promise<void> {
  await queries.orm
    .update(messages)
    .set({
      isPossibleDuplicate: true,
      availableAt: null,
      leaseUntil: null,
      fence: sql`${messages.fence} + 1`,
    })
    .where(eq(messages.id, id));
}

/**
 * A message, locked until the transaction ends; null when there is none.
 *
 * @param workspaceId  Whose it must be; absent only where the id comes from our own rows.
 */
export async function lockMessage(
  queries: Queries,
  id: MessageId,
  workspaceId?: WorkspaceId,
): Promise<Message | null> {
  const mine = workspaceId === undefined ? undefined : eq(messages.workspaceId, workspaceId);
  const [message] = await queries.orm
    .select()
    .from(messages)
    .where(and(eq(messages.id, id), mine))
    .for('update');
  return message ?? null;
}

const LOCK_UP_TO: Statement = {
  name: 'lock_messages_up_to',
  text: `
    SELECT id, workspace_id AS "workspaceId", conversation_id AS "conversationId", status
      FROM messages
     WHERE identity_id = $1::uuid AND direction = 'OUTBOUND' AND status = ANY ($2::text[])
       AND accepted_at <= $3::timestamptz
     ORDER BY id
       FOR NO KEY UPDATE`,
};

/**
 * What a platform's "everything up to then" concerns: messages that it is known to have taken by that time. One
 * whose fate is unknown is none of them, and neither is one that failed.
 */
export async function lockMessagesUpTo(
  queries: Queries,
  identityId: IdentityId,
  receipt: ReceiptStatus,
  upTo: Date,
): Promise<StatusRow[]> {
  const before = receipt === 'READ' ? ['SENT', 'DELIVERED'] : ['SENT'];
  return queries.run<StatusRow>(LOCK_UP_TO, [identityId, before, upTo]);
}
