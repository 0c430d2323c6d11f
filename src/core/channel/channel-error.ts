import type { ActionBy, ChannelErrorKind, RejectionCause } from '../model/failure.ts';

export interface ChannelErrorFacts {
  /** The platform's own code, kept whatever we make of it ("400", "131047", "network:ECONNREFUSED"). */
  readonly platformCode: string;
  /** The platform's own words, when it gave any. Never a secret. */
  readonly platformMessage?: string;
  readonly cause?: RejectionCause;
  readonly actionBy?: ActionBy;
  readonly retryAfterMs?: number;
  /** `throttled`: whom it concerns. Absent: the whole account. */
  readonly throttles?: 'account' | 'conversation';
  /** `rejected` with cause `moved`: the recipient's new external id. */
  readonly movedToExternalId?: string;
}

/** The one error that an adapter throws on purpose; see {@link ChannelErrorKind} for what each kind means. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly kind: ChannelErrorKind;
  readonly facts: ChannelErrorFacts;

  constructor(kind: ChannelErrorKind, message: string, facts: ChannelErrorFacts, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.facts = facts;
  }
}
