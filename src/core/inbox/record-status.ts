import type { ReceiptEvent } from '../channel/index.ts';
import { advanceStatus, type DeliveryStatus } from '../model/delivery-status.ts';
import type { ChannelAccountId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { lockMessageByExternalId } from '../store/message-lookup.ts';
import {
  advanceMessages,
  appendHistory,
  lockMessage,
  lockMessagesUpTo,
  type StatusEntry,
  type StatusRow,
  updateMessage,
} from '../store/message-status.ts';
import {
  type Identified,
  type MatchedReceipt,
  parkReceipt,
  parkWatermark,
  takeParkedReceipts,
} from '../store/parked-receipts.ts';
import type { Message } from '../store/rows.ts';
import type { Told } from './commit-across.ts';

/** A change of a message's delivery, whoever reports it: our own sending, a platform, or a person. */
export type StatusChange = StatusEntry;

/**
 * Writes a message's status and its dated history, and returns what the readers of the log shall hear. Every
 * status is written here or, for the results of our own sending, in `record-results`; nowhere else.
 *
 * @param message  Locked by this transaction; the caller has made sure that the step is allowed.
 * @param further  Columns that go with it.
 */
export async function recordStatus(
  queries: Queries,
  message: StatusRow,
  change: StatusChange,
  further: Parameters<typeof updateMessage>[2] = {},
): Promise<EventDraft> {
  await advanceMessages(queries, [message.id], change);
  if (Object.keys(further).length > 0) await updateMessage(queries, message.id, further);
  return statusChanged(message, change.status, change.receivedAt);
}

export function statusChanged(
  message: Pick<StatusRow, 'id' | 'conversationId'>,
  status: DeliveryStatus,
  occurredAt: Date,
): EventDraft {
  return {
    type: 'MESSAGE_STATUS_CHANGED',
    subject: { conversationId: message.conversationId, messageId: message.id },
    occurredAt,
    detail: { status },
  };
}

export interface PlatformReceipt {
  readonly workspaceId: WorkspaceId;
  readonly channelAccountId: ChannelAccountId;
  readonly event: ReceiptEvent;
  readonly receivedAt: Date;
}

/**
 * What a platform says of messages that we sent: named by our own id, by the platform's, or by "everything up to
 * then". Late, repeated and reordered receipts move nothing back. One whose message is not known (yet) is parked.
 */
export async function recordReceipt(queries: Queries, receipt: PlatformReceipt): Promise<EventDraft[]> {
  const { channelAccountId, event, receivedAt } = receipt;
  const change: Receipt = {
    status: event.status,
    occurredAt: event.occurredAt ?? receivedAt,
    receivedAt,
    failure: event.failure === undefined ? null : { kind: 'rejected', actionBy: null, ...event.failure },
    pricing: event.pricing ?? null,
  };
  if ('upTo' in event.target) {
    const { recipientExternalId, upTo } = event.target;
    const identity = await lockIdentity(queries, channelAccountId, recipientExternalId);
    if (identity === null) return [];
    await parkWatermark(queries, identity.id, event.status, upTo, receivedAt);
    const concerned = await lockMessagesUpTo(queries, identity.id, event.status, upTo);
    return advance(queries, concerned, change);
  }
  const message =
    (await lockCorrelated(queries, receipt, event.target.externalId)) ??
    (await lockMessageByExternalId(queries, channelAccountId, event.target.externalId, 'OUTBOUND'))?.message;
  if (message !== undefined) return advance(queries, [message], change);
  const { workspaceId } = receipt;
  await parkReceipt(queries, {
    ...change,
    workspaceId,
    channelAccountId,
    externalId: event.target.externalId,
  });
  return [];
}

/** Applies what was parked for messages whose ids have become known, in the transaction that wrote the ids. */
export async function applyParked(queries: Queries, identified: readonly Identified[]): Promise<Told[]> {
  return applyMatched(queries, await takeParkedReceipts(queries, identified));
}

export async function applyMatched(queries: Queries, matched: readonly MatchedReceipt[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const { messageId, ...change } of matched.toSorted(byTime)) {
    const message = await lockMessage(queries, messageId);
    if (message === null) continue;
    for (const draft of await advance(queries, [message], change)) {
      told.push({ workspaceId: message.workspaceId, draft });
    }
  }
  return told;
}

/** Platforms count in seconds: of two in the same one, the status that comes first in a message's life goes first. */
function byTime(one: MatchedReceipt, other: MatchedReceipt): number {
  const ms = one.occurredAt.getTime() - other.occurredAt.getTime();
  if (ms !== 0 || one.status === other.status) return ms;
  return advanceStatus(one.status, other.status) === other.status ? -1 : 1;
}

type Receipt = StatusChange & Pick<MatchedReceipt, 'status'>;

/** Forward only; a receipt that moves nothing still belongs in the history. */
async function advance(
  queries: Queries,
  messages: readonly StatusRow[],
  change: Receipt,
): Promise<EventDraft[]> {
  const ours = messages.filter(({ status }) => status !== null);
  const moving = ours.filter(
    ({ status }) => status !== null && advanceStatus(status, change.status) !== status,
  );
  const staying = ours.filter((message) => !moving.includes(message));
  const idsOf = (rows: readonly StatusRow[]) => rows.map(({ id }) => id);
  if (moving.length > 0) await advanceMessages(queries, idsOf(moving), change);
  if (staying.length > 0) await appendHistory(queries, idsOf(staying), change);
  return moving.map((message) => statusChanged(message, change.status, change.receivedAt));
}

/** The message that we named in our request; it learns the platform's name for it, if nobody has that yet. */
async function lockCorrelated(
  queries: Queries,
  { workspaceId, channelAccountId, event }: PlatformReceipt,
  externalId: string,
): Promise<Message | undefined> {
  if (event.correlationId === undefined || !UUID.test(event.correlationId)) return undefined;
  const message = await lockMessage(queries, event.correlationId as MessageId, workspaceId);
  if (message === null || message.channelAccountId !== channelAccountId) return undefined;
  const isKnown = await lockMessageByExternalId(queries, channelAccountId, externalId, 'OUTBOUND');
  if (message.externalId === null && isKnown === null)
    await updateMessage(queries, message.id, { externalId });
  return message;
}

/** What comes back from a platform is untrusted text until it looks like one of our ids. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
