/**
 * What went wrong between us and a platform, as the queue needs to know it.
 *
 * - `throttled`: nothing was sent; try again after the time that the platform asked for.
 * - `unavailable`: nothing was sent for certain; try again with backoff.
 * - `rejected`: the platform refused; the cause says why. Trying the same again is pointless.
 * - `unauthorized`: the credentials do not work; the account is paused.
 * - `indeterminate`: the request left us and no clear answer came. It may have been sent.
 */
export type ChannelErrorKind = 'throttled' | 'unavailable' | 'rejected' | 'unauthorized' | 'indeterminate';

export const REJECTION_CAUSES = [
  'window-closed',
  'opted-out',
  'unreachable',
  'gone',
  'moved',
  'invalid-content',
  'too-large',
  'template-problem',
  'not-permitted',
  'promotion-held-back',
  'not-found',
  'account-restricted',
  'billing',
  'other',
] as const;
export type RejectionCause = (typeof REJECTION_CAUSES)[number];

/** Who can mend it: nobody needs to (it heals), the author of the message, the operator of the account, the contact. */
export type ActionBy = 'nobody' | 'author' | 'operator' | 'contact';

/** Why a message failed or is held: the platform's words beside ours. */
export interface MessageFailure {
  readonly kind: ChannelErrorKind;
  readonly cause: RejectionCause | null;
  readonly actionBy: ActionBy | null;
  /** The platform's own code, kept whatever we make of it. */
  readonly platformCode: string;
  /** For a person. Never a secret, never the message's own words. */
  readonly description: string;
}
