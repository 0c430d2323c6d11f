import { createHash } from 'node:crypto';
import type { AccountContext, ChannelDefinition, ChannelError, WireRequest } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import type { SendResult } from '../inbox/record-results.ts';
import { factsAsk } from '../inbox/weigh-sending.ts';
import { newId } from '../store/new-id.ts';
import { type AttemptStart, mayHaveLeft } from '../store/outbox-attempts.ts';
import type { ClaimedMessage } from '../store/outbox-claim.ts';
import type { FactsAsk, FactsRow } from '../store/policy-facts.ts';
import type { ChannelAccount } from '../store/rows.ts';
import type { AccountLine } from './account-line.ts';
import type { AccountPace } from './account-pace.ts';
import { attempt } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Batcher } from './batcher.ts';
import { learn } from './learn.ts';
import { type Prepared, prepare } from './prepare.ts';
import { repeatableForMs } from './repeatable.ts';
import {
  accept,
  type BegunAttempt,
  leaveOpen,
  miss,
  putBack,
  type Settling,
  turnDown,
} from './settlement.ts';
import type { Slots } from './slots.ts';

/** Uploads take their time; everything else has an answer soon or none. */
const REQUEST_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 120_000;
/** For writing the attempt down before the request, and its result behind it. */
const BEGIN_MARGIN_MS = 5_000;
const SETTLE_MARGIN_MS = 5_000;

/** What delivering one message works with; shared by all that are on their way. */
export interface Delivering {
  readonly core: Core;
  readonly pace: AccountPace;
  readonly line: AccountLine;
  readonly slots: Slots;
  readonly desk: Desk;
  readonly nowMs: () => number;
  readonly isStopping: () => boolean;
}

/**
 * What is read and written for many messages together. Dialogue and campaigns have one each, because a batch waits
 * for the one before: an answer would spend as long behind a newsletter's batches as in its own.
 */
export interface Desk {
  /** Null: it may not be made. */
  readonly begin: Batcher<AttemptStart, BegunAttempt | null>;
  /** False: somebody else holds the message by now. */
  readonly settle: Batcher<SendResult, boolean>;
  /** What policy asks just before the wire; the recipient's other identities are no matter by then. */
  readonly facts: Batcher<FactsAsk, readonly FactsRow[]>;
}

/** A claimed message and what this process knows about its claim. */
export interface Held {
  readonly message: ClaimedMessage;
  readonly account: ChannelAccount;
  /** On the monotonic clock: from then on somebody else may decide about it. */
  readonly leaseEndsMs: number;
  /** Called when it leaves or will not leave: it no longer takes up room in the buffer. Only the first call counts. */
  readonly onLeaving: () => void;
}

/** The way of one message from its claim to what became of it: one request after the other, each settled before the next. */
export async function deliverMessage(delivering: Delivering, held: Held): Promise<void> {
  const { core, desk } = delivering;
  const rows = await factsOf(delivering, held);
  if (rows === null) {
    held.onLeaving();
    await desk.settle.add(putBack(settlingOf(core, held, null), backoffMs(1)));
    return;
  }
  const prepared = await prepare(core, held.message, held.account, rows);
  if (prepared.kind !== 'ready' || (await isTooLateToRepeat(core, held, prepared.adapter))) {
    held.onLeaving();
    await desk.settle.add(await resultWithoutSending(core, held, prepared));
    return;
  }
  const { adapter, requests } = prepared;
  for (let current = held; ; current = behindOneMore(current)) {
    const request = requests[current.message.acceptedRequests];
    if (request === undefined) return;
    const result = await sendRequest(delivering, current, adapter, request, requests.length);
    held.onLeaving();
    const isOurs = await desk.settle.add(result);
    if (!isOurs) return lostClaim(core, held);
    if (result.row.status !== 'SENDING') return;
  }
}

/**
 * One request, if it may leave: within the limits, written down before, and only while the lease holds. Whatever
 * happens here comes out as something to write down.
 */
async function sendRequest(
  delivering: Delivering,
  held: Held,
  adapter: ChannelDefinition,
  request: WireRequest,
  requestCount: number,
): Promise<SendResult> {
  const { core, pace, line, slots } = delivering;
  const { message } = held;
  const settling = settlingOf(core, held, adapter);
  if (delivering.isStopping() || pace.isResting(message.channelAccountId)) return putBack(settling, 0);
  const grant = await line.take(
    {
      limits: adapter.capabilities.rateLimits,
      accountId: message.channelAccountId,
      recipientExternalId: message.recipientExternalId,
      isGroup: message.recipientKind === 'GROUP',
      cost: request.cost,
    },
    message.author === 'CAMPAIGN',
  );
  if (grant.kind === 'wait') return putBack(settling, grant.waitMs);
  await slots.take();
  held.onLeaving();
  try {
    // Much can have happened while it stood in line.
    if (delivering.isStopping() || pace.isResting(message.channelAccountId)) return putBack(settling, 0);
    const timeoutMs = request.files.length > 0 ? UPLOAD_TIMEOUT_MS : REQUEST_TIMEOUT_MS;
    const context = await openAccount(delivering, held, timeoutMs + BEGIN_MARGIN_MS);
    if (context === null) return putBack(settling, backoffMs(1));
    const start = startOf(message, request, timeoutMs);
    const askedAtMs = delivering.nowMs();
    const begun = await begin(delivering, start);
    if (begun.kind === 'unwritten') return putBack(settling, backoffMs(1), { id: start.id, number: null });
    if (begun.kind === 'not-ours') return putBack(settling, 0);
    // The process may have stood still since (a suspended machine, a long pause of the engine): then the lease
    // is somebody else's soon, and nothing leaves any more.
    const leaseEndsMs = Math.max(held.leaseEndsMs, askedAtMs + start.neededMs);
    const isTooLate = delivering.nowMs() + timeoutMs + SETTLE_MARGIN_MS > leaseEndsMs;
    if (isTooLate || pace.isResting(message.channelAccountId)) return putBack(settling, 0, begun.attempt);

    const outcome = await attempt(adapter, request, context);

    const answered = { ...settling, now: core.clock.now() };
    if (outcome.kind === 'accepted') {
      pace.recover(message.channelAccountId);
      const isLast = message.acceptedRequests + 1 >= requestCount;
      return accept(answered, begun.attempt, outcome.receipt, isLast);
    }
    const { error } = outcome;
    core.log.info(
      { messageId: message.id, kind: error.kind, platformCode: error.facts.platformCode, cause: error.cause },
      'an attempt did not succeed',
    );
    return miss(answered, begun.attempt, error, await hasMovedAfter(delivering, message, error));
  } finally {
    slots.free();
    grant.answered();
  }
}

/**
 * Whether a request of the message may have arrived so long ago that the platform would not know it again: then
 * only somebody who looks can say whether it is to be sent.
 */
async function isTooLateToRepeat(
  core: Core,
  { message }: Held,
  { capabilities }: ChannelDefinition,
): Promise<boolean> {
  const untilMs = message.queuedAt.getTime() + repeatableForMs(capabilities);
  const isInTime = core.clock.now().getTime() + UPLOAD_TIMEOUT_MS < untilMs;
  return capabilities.retryKey !== null && !isInTime && (await mayHaveLeft(core.db, message));
}

async function resultWithoutSending(core: Core, held: Held, prepared: Prepared): Promise<SendResult> {
  const adapter = core.channels.find(held.account.channel);
  const settling = settlingOf(core, held, adapter);
  if (prepared.kind === 'not-now') return putBack(settling, backoffMs(5));
  if (prepared.kind === 'ready') return leaveOpen(settling);
  const isInDoubt = adapter !== null && adapter.capabilities.retryKey !== null;
  return isInDoubt && (await mayHaveLeft(core.db, held.message))
    ? leaveOpen(settling)
    : turnDown(settling, prepared);
}

/** What can not be learned now will be learned from the next attempt; the outcome of this one must not get lost with it. */
async function hasMovedAfter(
  { core, pace }: Delivering,
  message: ClaimedMessage,
  error: ChannelError,
): Promise<boolean> {
  try {
    return (await learn(core, pace, message, error)).hasMoved;
  } catch (reason) {
    core.log.warn({ error: reason, messageId: message.id }, 'what a failed attempt teaches was not stored');
    return false;
  }
}

/** Null: the database did not answer, so nobody knows whether it may still be sent. */
async function factsOf({ core, desk }: Delivering, { message }: Held): Promise<readonly FactsRow[] | null> {
  try {
    return await desk.facts.add(factsAsk(message.workspaceId, message.identityId, message, message.id));
  } catch (error) {
    core.log.warn({ error, messageId: message.id }, 'the facts for policy could not be read; nothing left');
    return null;
  }
}

type Begun =
  | { readonly kind: 'begun'; readonly attempt: BegunAttempt }
  /** The lease has ended, or the account sends nothing any more. */
  | { readonly kind: 'not-ours' }
  /** The database did not answer: it may stand there, but no request follows it. */
  | { readonly kind: 'unwritten' };

async function begin({ core, desk }: Delivering, start: AttemptStart): Promise<Begun> {
  try {
    const begun = await desk.begin.add(start);
    return begun === null ? { kind: 'not-ours' } : { kind: 'begun', attempt: begun };
  } catch (error) {
    core.log.warn(
      { error, messageId: start.messageId },
      'an attempt could not be written down; nothing left',
    );
    return { kind: 'unwritten' };
  }
}

async function openAccount(
  { core, pace }: Delivering,
  { account, message }: Held,
  timeoutMs: number,
): Promise<AccountContext | null> {
  try {
    return await core.openAccount(account, timeoutMs);
  } catch (error) {
    core.log.error({ error, accountId: account.id }, 'the credentials of an account could not be opened');
    pace.rest(message.channelAccountId, backoffMs(5));
    return null;
  }
}

function startOf(message: ClaimedMessage, request: WireRequest, timeoutMs: number): AttemptStart {
  return {
    id: newId(),
    messageId: message.id,
    fence: message.fence,
    requestIndex: message.acceptedRequests,
    requestHash: createHash('sha256').update(JSON.stringify(request)).digest('hex'),
    neededMs: BEGIN_MARGIN_MS + timeoutMs + SETTLE_MARGIN_MS,
  };
}

function settlingOf(core: Core, { message, account }: Held, adapter: ChannelDefinition | null): Settling {
  const capabilities = (adapter ?? core.channels.find(account.channel))?.capabilities;
  return {
    message,
    hasReceipts: (capabilities?.receipts ?? []).length > 0,
    repeatableForMs: capabilities === undefined ? 0 : repeatableForMs(capabilities),
    now: core.clock.now(),
  };
}

function behindOneMore(held: Held): Held {
  const acceptedRequests = held.message.acceptedRequests + 1;
  return { ...held, message: { ...held.message, acceptedRequests } };
}

function lostClaim(core: Core, { message }: Held): void {
  core.log.warn({ messageId: message.id }, 'a result came after its lease had ended; it was not written');
}
