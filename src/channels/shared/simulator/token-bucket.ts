export interface TokenBucketLimits {
  /** How many may go at once after a pause. */
  readonly burst: number;
  readonly perSecond: number;
}

/** A rate limit as platforms enforce it. Times are milliseconds of the simulated clock. */
export interface TokenBucket {
  /** How long until `cost` could be taken; 0 when it can be now. */
  waitMs(cost: number, nowMs: number): number;
  take(cost: number, nowMs: number): void;
}

export function createTokenBucket({ burst, perSecond }: TokenBucketLimits): TokenBucket {
  let tokens = burst;
  let countedAtMs = Number.NEGATIVE_INFINITY;

  function refill(nowMs: number): void {
    const refilled = tokens + (Math.max(nowMs - countedAtMs, 0) / 1000) * perSecond;
    tokens = Math.min(refilled, burst);
    countedAtMs = nowMs;
  }

  return {
    waitMs(cost, nowMs) {
      refill(nowMs);
      // What costs more than the bucket ever holds goes when the bucket is full, and leaves a debt.
      const missing = Math.min(cost, burst) - tokens;
      // Less than a nanosecond is rounding, not waiting: who waited as long as they were told is let through.
      return Math.max(Math.ceil((missing / perSecond) * 1000 - 1e-6), 0);
    },
    take(cost, nowMs) {
      refill(nowMs);
      tokens -= cost;
    },
  };
}
