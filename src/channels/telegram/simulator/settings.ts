import type { TokenBucketLimits } from '../../shared/simulator/token-bucket.ts';

/** How strict and how patient the simulated Telegram is. */
export interface SimulatorSettings {
  /**
   * Takes http, any address and any port as a webhook, as a Bot API server on one's own machine does. Files stay as
   * on the hosted server: downloaded over HTTP, up to 20 MB.
   */
  readonly isLocal: boolean;
  /** null: no flood control, every message is taken. */
  readonly floodLimits: FloodLimits | null;
  /** Waiting before the second, third … delivery to a webhook, the last for all that follow; null: Telegram's own. */
  readonly retryDelaysMs: readonly number[] | null;
  /** How long a webhook may think. */
  readonly webhookTimeoutMs: number;
  /** Updates beyond are dropped. */
  readonly maxPendingUpdates: number;
}

export interface FloodLimits {
  readonly bot: TokenBucketLimits;
  readonly paidBroadcast: TokenBucketLimits;
  readonly chat: TokenBucketLimits;
  readonly group: TokenBucketLimits;
}

/** From the FAQ: about 30 a second, one a second to a chat with "short bursts", 20 a minute to a group. */
export const DOCUMENTED_FLOOD_LIMITS: FloodLimits = {
  bot: { burst: 30, perSecond: 30 },
  paidBroadcast: { burst: 1000, perSecond: 1000 },
  // How short a tolerated burst is stands nowhere.
  chat: { burst: 5, perSecond: 1 },
  group: { burst: 20, perSecond: 20 / 60 },
};

export const DEFAULT_SETTINGS: SimulatorSettings = {
  isLocal: true,
  floodLimits: DOCUMENTED_FLOOD_LIMITS,
  retryDelaysMs: null,
  webhookTimeoutMs: 60_000,
  maxPendingUpdates: 100_000,
};
