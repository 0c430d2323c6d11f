import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { ReceiptEvent } from '../channel/index.ts';
import { advanceStatus, type DeliveryStatus, type ReceiptStatus } from '../model/delivery-status.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { ChannelAccountId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { lockMessageByExternalId } from '../store/message-lookup.ts';
import { newId } from '../store/new-id.ts';
import type { Message } from '../store/rows.ts';
import { messages, parkedReceipts, receipts } from '../store/tables/index.ts';

/** A change of a message's delivery, whoever reports it: our own sending, a platform, or a person. */
export interface StatusChange {
  readonly status: DeliveryStatus;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly failure?: MessageFailure | null;
  readonly pricing?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The only writer of a message's status. Appends to its dated history and tells the readers of the log; the
 * caller has locked the row and made sure that the step is one forward.
 */
export async function recordStatus(
  queries: Queries,
  message: Message,
  change: StatusChange,
  further: Partial<typeof messages.$inferInsert> = {},
): Promise<EventDraft> {
  await queries.orm
    .update(messages)
    .set({ ...further, status: change.status, failure: change.failure ?? null })
    .where(eq(messages.id, message.id));
  await appendReceipt(queries, message, change);
  return {
    type: 'MESSAGE_STATUS_CHANGED',
    subject: { conversationId: message.conversationId, messageId: message.id },
    occurredAt: change.receivedAt,
    detail: { status: change.status },
  };
}

/** Receipts are history: one of each status, the first that came, never changed. */
async function appendReceipt(queries: Queries, message: Message, change: StatusChange): Promise<void> {
  await queries.orm
    .insert(receipts)
    .values({
      id: newId(),
      workspaceId: message.workspaceId,
      messageId: message.id,
      status: change.status,
      occurredAt: change.occurredAt,
      receivedAt: change.receivedAt,
      failure: change.failure ?? null,
      pricing: change.pricing ?? null,
    })
    .onConflictDoNothing();
}

export interface PlatformReceipt {
  readonly workspaceId: WorkspaceId;
  readonly channelAccountId: ChannelAccountId;
  readonly event: ReceiptEvent;
  readonly receivedAt: Date;
}

/** What a platform says of messages that we sent. Late, repeated and reordered receipts move nothing back. */
export async function recordReceipt(queries: Queries, receipt: PlatformReceipt): Promise<EventDraft[]> {
  const { event, receivedAt } = receipt;
  const change: StatusChange & { readonly status: ReceiptStatus } = {
    status: event.status,
    occurredAt: event.occurredAt ?? receivedAt,
    receivedAt,
    failure: event.failure === undefined ? null : { kind: 'rejected', actionBy: null, ...event.failure },
    ...(event.pricing === undefined ? {} : { pricing: event.pricing }),
  };
  const targets = await lockTargets(queries, receipt);
  if (targets === 'unknown') {
    await park(queries, receipt, change);
    return [];
  }
  const drafts: EventDraft[] = [];
  for (const message of targets) {
    const draft = await applyReceipt(queries, message, change);
    if (draft !== null) drafts.push(draft);
  }
  return drafts;
}

/** Receipts that came before our own write of the platform's id. Call it in the transaction that writes the id. */
export async function applyParkedReceipts(
  queries: Queries,
  message: Message,
  externalIds: readonly string[],
): Promise<EventDraft[]> {
  if (externalIds.length === 0) return [];
  const parked = await queries.orm
    .delete(parkedReceipts)
    .where(
      and(
        eq(parkedReceipts.channelAccountId, message.channelAccountId),
        inArray(parkedReceipts.externalId, [...externalIds]),
      ),
    )
    .returning();
  const drafts: EventDraft[] = [];
  let current = message;
  for (const receipt of parked.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())) {
    const draft = await applyReceipt(queries, current, {
      status: receipt.status,
      occurredAt: receipt.occurredAt,
      receivedAt: receipt.receivedAt,
      failure: receipt.failure,
      ...(receipt.pricing === null ? {} : { pricing: receipt.pricing }),
    });
    if (draft !== null) {
      drafts.push(draft);
      current = { ...current, status: receipt.status };
    }
  }
  return drafts;
}

async function applyReceipt(
  queries: Queries,
  message: Message,
  change: StatusChange & { readonly status: ReceiptStatus },
): Promise<EventDraft | null> {
  if (message.status === null) return null;
  if (advanceStatus(message.status, change.status) === message.status) {
    await appendReceipt(queries, message, change);
    return null;
  }
  return recordStatus(queries, message, change, { leaseUntil: null });
}

async function lockTargets(
  queries: Queries,
  { workspaceId, channelAccountId, event }: PlatformReceipt,
): Promise<readonly Message[] | 'unknown'> {
  if (event.correlationId !== undefined) {
    const [message] = await queries.orm
      .select()
      .from(messages)
      .where(and(eq(messages.id, event.correlationId as MessageId), eq(messages.workspaceId, workspaceId)))
      .for('update');
    if (message !== undefined) return [message];
  }
  if ('externalId' in event.target) {
    const found = await lockMessageByExternalId(
      queries,
      channelAccountId,
      event.target.externalId,
      'OUTBOUND',
    );
    return found === null ? 'unknown' : [found.message];
  }
  const identity = await lockIdentity(queries, channelAccountId, event.target.recipientExternalId);
  if (identity === null) return [];
  return queries.orm
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.identityId, identity.id),
        eq(messages.direction, 'OUTBOUND'),
        inArray(messages.status, ['SENT', 'DELIVERED', 'UNCONFIRMED']),
        lte(messages.sentAt, event.target.upTo),
      ),
    )
    .orderBy(asc(messages.id))
    .for('update');
}

async function park(
  queries: Queries,
  { workspaceId, channelAccountId, event }: PlatformReceipt,
  change: StatusChange & { readonly status: ReceiptStatus },
): Promise<void> {
  if (!('externalId' in event.target)) return;
  await queries.orm
    .insert(parkedReceipts)
    .values({
      workspaceId,
      channelAccountId,
      externalId: event.target.externalId,
      status: change.status,
      occurredAt: change.occurredAt,
      receivedAt: change.receivedAt,
      failure: change.failure ?? null,
      pricing: change.pricing ?? null,
    })
    .onConflictDoNothing();
}
