import type { ChannelError, SendReceipt } from '../channel/index.ts';
import type { SendResult } from '../inbox/record-results.ts';
import type { MessageFailure } from '../model/failure.ts';
import { newId } from '../store/new-id.ts';
import type { ClaimedMessage } from '../store/outbox-claim.ts';
import type { SettlementRow } from '../store/outbox-settle.ts';
import { backoffMs, GIVE_UP_AFTER_MS } from './backoff.ts';
import { DISPOSITION } from './disposition.ts';
import type { Prepared } from './prepare.ts';

/** What to write about a message that this process holds, as a whole sentence each. */
export interface Settling {
  readonly message: ClaimedMessage;
  readonly hasReceipts: boolean;
  /** See `repeatableForMs`. */
  readonly repeatableForMs: number;
  readonly now: Date;
}

type Attempted = NonNullable<SettlementRow['attempt']>;
export type BegunAttempt = Pick<Attempted, 'id'> & { readonly number: number };

/** It did not come to a request, or none left: back to its place in the queue. */
export function putBack(
  settling: Settling,
  waitMs: number,
  begun: Pick<Attempted, 'id' | 'number'> | null = null,
): SendResult {
  // For the attempt this is the same as a platform that could not be reached: certainly not sent.
  const attempt = begun === null ? null : { ...begun, outcome: 'unavailable' as const };
  return result(settling, { status: 'QUEUED', waitMs: waitMs > 0 ? waitMs : null, attempt });
}

/** Policy or rendering said no just before the wire. */
export function turnDown(
  settling: Settling,
  prepared: Extract<Prepared, { kind: 'refused' | 'unrenderable' }>,
): SendResult {
  return prepared.kind === 'refused'
    ? result(settling, { status: 'REFUSED', decision: prepared.decision, receiptId: newId() })
    : result(settling, { status: 'FAILED', failure: prepared.failure, receiptId: newId() });
}

/** A request may have arrived long ago, and nobody knows: neither a failure nor something to send once more. */
export function leaveOpen(settling: Settling): SendResult {
  return result(settling, { status: 'UNCONFIRMED', failure: TOO_LATE, receiptId: newId() });
}

const TOO_LATE: MessageFailure = {
  kind: 'indeterminate',
  cause: null,
  actionBy: 'operator',
  platformCode: 'confab:key-expired',
  description:
    'No answer came to an earlier attempt, and it is too late to repeat it; it may have been sent.',
};

/** The platform took a request; the message is sent with its last one. */
export function accept(
  settling: Settling,
  begun: BegunAttempt,
  receipt: SendReceipt,
  isLast: boolean,
): SendResult {
  return result(settling, {
    status: isLast ? 'SENT' : 'SENDING',
    attempt: { ...begun, outcome: 'accepted' },
    acceptedRequests: settling.message.acceptedRequests + 1,
    externalIds: receipt.externalIds,
    acceptedAt: isLast ? (receipt.acceptedAt ?? settling.now).toISOString() : null,
    receiptId: isLast ? newId() : null,
    pricing: receipt.pricing ?? null,
  });
}

/**
 * The attempt did not succeed.
 *
 * @param hasMoved  The recipient has another address by now, and the message may go there.
 */
export function miss(
  settling: Settling,
  begun: BegunAttempt,
  error: ChannelError,
  hasMoved: boolean,
): SendResult {
  const failure = failureOf(error);
  const attempt = { ...begun, outcome: error.kind };
  const again = (waitMs: number) => result(settling, { status: 'QUEUED', waitMs, failure, attempt });
  const end = (status: 'FAILED' | 'UNCONFIRMED') =>
    result(settling, { status, failure, attempt, receiptId: newId() });
  const waitedMs = settling.now.getTime() - settling.message.queuedAt.getTime();
  switch (DISPOSITION[error.kind]) {
    case 'wait':
      return again(error.facts.retryAfterMs ?? backoffMs(begun.number));
    case 'retry': {
      if (waitedMs >= GIVE_UP_AFTER_MS) return end('FAILED');
      return again(error.facts.retryAfterMs ?? backoffMs(begun.number));
    }
    case 'pause-account':
      return again(0);
    case 'fail':
      return hasMoved ? again(0) : end('FAILED');
    case 'hold':
      // Where the platform knows the request again, repeating it can not send twice, and brings its answer.
      return waitedMs < settling.repeatableForMs ? again(backoffMs(begun.number)) : end('UNCONFIRMED');
  }
}

function failureOf({ kind, facts, message }: ChannelError): MessageFailure {
  return {
    kind,
    cause: facts.cause ?? null,
    actionBy: facts.actionBy ?? null,
    platformCode: facts.platformCode,
    description: message,
  };
}

function result(
  { message, hasReceipts }: Settling,
  change: Pick<SettlementRow, 'status'> & Partial<SettlementRow>,
): SendResult {
  return {
    hasReceipts,
    recipientExternalId: message.recipientExternalId,
    row: {
      id: message.id,
      fence: message.fence,
      waitMs: null,
      failure: null,
      decision: null,
      acceptedRequests: message.acceptedRequests,
      externalIds: [],
      acceptedAt: null,
      receiptId: null,
      pricing: null,
      attempt: null,
      ...change,
    },
  };
}
