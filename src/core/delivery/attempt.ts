import {
  type AccountContext,
  type ChannelDefinition,
  ChannelError,
  type SendReceipt,
  type WireRequest,
} from '../channel/index.ts';
import { storableJson, storableText } from '../model/storable-text.ts';

export type AttemptOutcome =
  | { readonly kind: 'accepted'; readonly receipt: SendReceipt }
  | { readonly kind: 'failed'; readonly error: ChannelError };

/** An adapter that has not given up so long after it was told to never will. */
const GRACE_MS = 1_000;

/**
 * Makes one attempt: at most one HTTP request. Adapters, often written by strangers, may throw anything, or hang
 * for ever; here it becomes something that the queue understands.
 */
export async function attempt(
  adapter: ChannelDefinition,
  request: WireRequest,
  context: AccountContext,
): Promise<AttemptOutcome> {
  try {
    const receipt = await orTimedOut(adapter.send(request, context), context.signal);
    return { kind: 'accepted', receipt: readReceipt(receipt) };
  } catch (error) {
    return { kind: 'failed', error: error instanceof ChannelError ? error : unclear(error) };
  }
}

/**
 * Rejects a while after the signal, whether or not the adapter has noticed it. By hand: an abort controller for each
 * request that only ends the waiting, and the errors that it makes, cost more than all else that is done here.
 */
async function orTimedOut<Result>(sending: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let grace: NodeJS.Timeout | undefined;
  let beginGrace = () => {};
  const late = new Promise<never>((_, reject) => {
    beginGrace = () => {
      grace = setTimeout(() => reject(new TimedOut('The adapter did not come back.')), GRACE_MS);
    };
  });
  if (signal.aborted) beginGrace();
  else signal.addEventListener('abort', beginGrace, { once: true });
  try {
    return await Promise.race([sending, late]);
  } finally {
    signal.removeEventListener('abort', beginGrace);
    clearTimeout(grace);
  }
}

class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Accepted is accepted, however badly the adapter tells of it. */
function readReceipt(receipt: Partial<SendReceipt> | undefined): SendReceipt {
  const { externalIds, acceptedAt, pricing } = receipt ?? {};
  const ids = Array.isArray(externalIds) ? externalIds.filter((id) => typeof id === 'string') : [];
  const isTime = acceptedAt instanceof Date && !Number.isNaN(acceptedAt.getTime());
  const charges = Object.entries(pricing ?? {}).filter(([, value]) => isCharge(value));
  return {
    externalIds: ids.map(storableText),
    acceptedAt: isTime ? acceptedAt : null,
    ...(charges.length > 0 && { pricing: storableJson(Object.fromEntries(charges)) }),
  };
}

function isCharge(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function unclear(error: unknown): ChannelError {
  return new ChannelError(
    'indeterminate',
    'The adapter failed while sending; the message may have been sent.',
    {
      platformCode: error instanceof Error ? `adapter:${error.name}` : 'adapter:unknown',
      actionBy: 'operator',
    },
    { cause: error },
  );
}
