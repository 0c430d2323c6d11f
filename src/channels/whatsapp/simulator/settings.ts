import type { TokenBucketLimits } from '../../shared/simulator/token-bucket.ts';

/** How strict and how patient the simulated WhatsApp is. */
export interface SimulatorSettings {
  /** null: every message is taken, however fast they come. */
  readonly rateLimits: RateLimits | null;
  /** Waiting before the second, third … delivery to a webhook, the last for all that follow; null: Meta's own. */
  readonly retryDelaysMs: readonly number[] | null;
  /** How long a webhook may think. */
  readonly webhookTimeoutMs: number;
  /** Simulated time from one receipt of a message to the next. */
  readonly receiptDelayMs: number;
  /** After which time a template is approved by itself; null: only by hand. */
  readonly templateReviewMs: number | null;
  /**
   * How a message outside the 24 hours is refused: at once, or, as mostly happens, taken and then failed by a status.
   */
  readonly closedWindow: 'answer' | 'status';
  /** Every call needs `appsecret_proof`, as an app can demand. */
  readonly requiresSecretProof: boolean;
  /** Fetches files from plain http on this machine, where the real one wants https. */
  readonly isLocal: boolean;
}

export interface RateLimits {
  readonly number: TokenBucketLimits;
  readonly pair: TokenBucketLimits;
}

/** 80 messages a second; to one person one in 6 seconds, with 45 at once after a pause. */
export const DOCUMENTED_RATE_LIMITS: RateLimits = {
  number: { burst: 80, perSecond: 80 },
  pair: { burst: 45, perSecond: 1 / 6 },
};

export const DEFAULT_SETTINGS: SimulatorSettings = {
  rateLimits: DOCUMENTED_RATE_LIMITS,
  retryDelaysMs: null,
  webhookTimeoutMs: 20_000,
  receiptDelayMs: 10,
  templateReviewMs: 1_000,
  closedWindow: 'status',
  requiresSecretProof: false,
  isLocal: true,
};
