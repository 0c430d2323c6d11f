import type { AccountContext } from './adapter.ts';
import type { RateLimit } from './capabilities.ts';
import type { ChannelError } from './channel-error.ts';
import type { OutboundMessage, Rendering, WireRequest } from './rendering.ts';

/**
 * One message to many recipients in one request, where a platform has that. It is worth more than a loop over
 * `send` only for campaigns: whoever uses it splits the recipients, obeys `rateLimit`, and keeps one message row
 * for each recipient all the same.
 */
export interface BroadcastPort {
  /** The most recipients of one request. */
  readonly maxRecipients: number;
  /** Counted in requests, not in recipients. */
  readonly rateLimit: RateLimit;

  /** Pure. The exact requests, each of which goes to all recipients; or why there are none. */
  render(broadcast: Broadcast): Rendering;

  /**
   * Hands one rendered request to the platform: exactly one HTTP request that sends.
   *
   * @returns What became of every recipient of the request, in its order.
   * @throws {ChannelError} when the platform refused the request as a whole, or nobody knows.
   */
  send(request: WireRequest, context: AccountContext): Promise<readonly BroadcastOutcome[]>;
}

/** What all recipients get. */
export interface Broadcast extends Omit<OutboundMessage, 'recipient' | 'replyTo'> {
  /** Our id of this broadcast; the messages of its recipients have ids of their own. */
  readonly id: string;
  /** Their external ids, at most `maxRecipients` and each once; persons only. */
  readonly recipients: readonly string[];
}

export type BroadcastOutcome =
  | {
      readonly kind: 'accepted';
      readonly recipientExternalId: string;
      /** Names this recipient's message, and no other's, in every receipt to come. */
      readonly externalId: string;
    }
  | {
      readonly kind: 'refused';
      readonly recipientExternalId: string;
      /** Why, as a send to this recipient alone would have failed. */
      readonly error: ChannelError;
    };
