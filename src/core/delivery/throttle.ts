import { LRUCache } from 'lru-cache';
import type { RateLimit } from '../channel/index.ts';

/** What one send counts against. */
export interface Spending {
  readonly accountId: string;
  readonly recipientExternalId: string;
  readonly isGroup: boolean;
  readonly limits: readonly RateLimit[];
  /** How many messages the platform counts it as. */
  readonly cost: number;
}

/** Keeps sends within the platform's limits. */
export interface Throttle {
  /** Takes tokens from every bucket that applies, or from none: then how long to wait before asking again. */
  take(spending: Spending): number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** Buckets that nobody used for long are full again, so forgetting them changes nothing. */
const MAX_BUCKETS = 100_000;

/**
 * Token buckets in this process's memory.
 *
 * @param nowMs  A monotonic clock: a wall clock that jumps would give tokens away.
 */
export function createThrottle(nowMs: () => number): Throttle {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  const bucketOf = (key: string, limit: RateLimit): Bucket => {
    const now = nowMs();
    const bucket = buckets.get(key) ?? { tokens: limit.burst, filledAtMs: now };
    const gained = ((now - bucket.filledAtMs) * limit.messages) / limit.perMs;
    bucket.tokens = Math.min(limit.burst, bucket.tokens + gained);
    bucket.filledAtMs = now;
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    take(spending) {
      const applying = spending.limits
        .filter(({ scope }) => scope !== 'group' || spending.isGroup)
        .map((limit, index) => {
          const subject = limit.scope === 'account' ? '' : spending.recipientExternalId;
          return {
            limit,
            bucket: bucketOf(`${spending.accountId}:${index}:${limit.scope}:${subject}`, limit),
          };
        });
      // What costs more than a bucket ever holds goes when the bucket is full.
      const waits = applying.map(({ limit, bucket }) => {
        const missing = Math.min(spending.cost, limit.burst) - bucket.tokens;
        return missing <= 0 ? 0 : (missing * limit.perMs) / limit.messages;
      });
      const wait = Math.max(0, ...waits);
      if (wait > 0) return wait;
      for (const { bucket } of applying) bucket.tokens -= spending.cost;
      return 0;
    },
  };
}
