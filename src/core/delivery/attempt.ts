import {
  type AccountContext,
  type ChannelDefinition,
  ChannelError,
  type SendReceipt,
  type WireRequest,
} from '../channel/index.ts';

export type AttemptOutcome =
  | { readonly kind: 'accepted'; readonly receipt: SendReceipt }
  | { readonly kind: 'failed'; readonly error: ChannelError };

/**
 * Makes one attempt: at most one HTTP request. Adapters, often written by strangers, may throw anything; here it
 * becomes something that the queue understands.
 */
export async function attempt(
  adapter: ChannelDefinition,
  request: WireRequest,
  context: AccountContext,
): Promise<AttemptOutcome> {
  try {
    return { kind: 'accepted', receipt: await adapter.send(request, context) };
  } catch (error) {
    if (error instanceof ChannelError) return { kind: 'failed', error };
    return {
      kind: 'failed',
      error: new ChannelError(
        'indeterminate',
        'The adapter failed while sending; the message may have been sent.',
        {
          platformCode: error instanceof Error ? `adapter:${error.name}` : 'adapter:unknown',
          actionBy: 'operator',
        },
        { cause: error },
      ),
    };
  }
}
