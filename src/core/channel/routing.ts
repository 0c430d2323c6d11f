import type { AccountContext } from './adapter.ts';

/**
 * Where several programs of a business share its conversations at the platform: which of them answers. Each call is one
 * attempt, and repeating it is harmless. What came of it is told by `thread-control` events too.
 *
 * All of them throw {@link ChannelError} when the platform does not do it.
 */
export interface RoutingPort {
  /** From now on we answer, whoever did. */
  take(recipientExternalId: string, context: AccountContext): Promise<void>;
  /** Asks whoever answers to pass it on to us. */
  request(recipientExternalId: string, context: AccountContext): Promise<void>;
  /** We answer no more; the platform decides who does. */
  release(recipientExternalId: string, context: AccountContext): Promise<void>;
  /**
   * From now on another program answers.
   *
   * @param program  The platform's id of it; null: where people of the business answer by hand at the platform itself.
   */
  pass(recipientExternalId: string, program: string | null, context: AccountContext): Promise<void>;
}
