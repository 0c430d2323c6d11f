import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RateLimit } from '../channel/index.ts';
import type { Log } from '../inbox/core.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { createRateLimits, type Grant, type RateLimits, type Spending } from './rate-limits.ts';
import { ANSWERED, TAKE } from './rate-scripts.ts';
import { RateWindow } from './rate-window.ts';

export interface SharedRateLimitsOptions {
  readonly redis: Redis;
  readonly nowMs: () => number;
  readonly log: Pick<Log, 'warn'>;
}

/** A request has its answer, or has given up, within this; what nobody reports back stops counting then. */
const MAX_OUT_MS = 130_000;
/** Redis answers at once or is as good as away. */
const PATIENCE_MS = 500;
const AWAY_MS = 1_000;
/** By then every process has tried Redis again. */
const NOTICED_MS = AWAY_MS + 2 * PATIENCE_MS;

const PREFIX = 'confab:rate:';
const SINCE = `${PREFIX}since`;
const PROCESSES = `${PREFIX}processes`;

/**
 * Limits that all processes keep together, counted in Redis. While Redis is away each process keeps to its share
 * of them, by how many were sending when Redis was last heard of, so limits are used less then, not exceeded. Only
 * where some processes reach Redis and others do not can they send more together: twice as much at most.
 */
export function createSharedRateLimits({ redis, nowMs, log }: SharedRateLimitsOptions): RateLimits {
  const process = randomUUID();
  /** What this process itself has sent: enough to know what is not worth claiming. */
  const own = createRateLimits(nowMs);
  const waits = new Map<ChannelAccountId, number>();
  let processes = 1;
  let share: RateLimits | null = null;
  let awayUntilMs = Number.NEGATIVE_INFINITY;

  const waitOf = (id: ChannelAccountId) => Math.max(0, (waits.get(id) ?? 0) - nowMs());

  const takeTogether = async (spending: Spending, windows: readonly Window[]): Promise<Grant> => {
    const grant = randomUUID();
    const numbers = windows.flatMap(({ limit: { messages, perMs, burst, scope } }) => [
      messages,
      perMs,
      burst,
      scope === 'account' ? 1 : 0,
    ]);
    const keys = windows.flatMap(({ tokens, counting }) => [tokens, counting]);
    const [waitMs, accountWaitMs, count] = (await within(
      evaluate(
        redis,
        TAKE,
        [SINCE, PROCESSES, ...keys],
        [grant, spending.cost, MAX_OUT_MS, process, NOTICED_MS, ...numbers],
      ),
    )) as [number, number, number];
    processes = count;
    if (waitMs > 0) {
      if (accountWaitMs > 0) waits.set(spending.accountId, nowMs() + accountWaitMs);
      return { kind: 'wait', waitMs, isAccounts: accountWaitMs === waitMs };
    }
    const mine = await own.take(spending);
    return {
      kind: 'granted',
      answered: () => {
        if (mine.kind === 'granted') mine.answered();
        const periods = windows.map(({ limit }) => limit.perMs);
        const counting = windows.map((window) => window.counting);
        // Unheard, it counts until `MAX_OUT_MS`: the limit is used less for a while.
        evaluate(redis, ANSWERED, counting, [grant, spending.cost, ...periods]).catch(() => {});
      },
    };
  };

  const takeShare = async (spending: Spending): Promise<Grant> => {
    share ??= createRateLimits(nowMs, (limit) => new RateWindow(shareOf(limit, processes), nowMs(), 0));
    const grant = await share.take(spending);
    if (grant.kind === 'wait') return grant;
    const mine = await own.take(spending);
    return {
      kind: 'granted',
      answered: () => {
        grant.answered();
        if (mine.kind === 'granted') mine.answered();
      },
    };
  };

  return {
    async take(spending) {
      const windows = windowsOf(spending);
      if (windows.length === 0) return { kind: 'granted', answered: () => {} };
      if (nowMs() < awayUntilMs) return takeShare(spending);
      try {
        const grant = await takeTogether(spending, windows);
        share = null;
        return grant;
      } catch (error) {
        if (share === null) {
          log.warn({ error, processes }, 'redis is away; each process keeps to its share of the rate limits');
        }
        awayUntilMs = nowMs() + AWAY_MS;
        return takeShare(spending);
      }
    },
    room: (id, withinMs) => (waitOf(id) > withinMs ? 0 : own.room(id, withinMs)),
    waitMs: (id) => Math.max(waitOf(id), own.waitMs(id)),
    accounts() {
      for (const id of waits.keys()) if (waitOf(id) === 0) waits.delete(id);
      return [...new Set([...own.accounts(), ...waits.keys()])];
    },
  };
}

interface Window {
  readonly limit: RateLimit;
  readonly tokens: string;
  readonly counting: string;
}

function windowsOf({ accountId, recipientExternalId, isGroup, limits }: Spending): readonly Window[] {
  return limits
    .map((limit, index) => ({ limit, index }))
    .filter(({ limit: { scope } }) => scope !== 'group' || isGroup)
    .map(({ limit, index }) => {
      const subject = limit.scope === 'account' ? 'account' : digestOf(recipientExternalId);
      // The braces keep all keys of an account in one place of a cluster.
      const key = `${PREFIX}{${accountId}}:${index}:${subject}`;
      return { limit, tokens: `${key}:tokens`, counting: `${key}:counting` };
    });
}

/** Telephone numbers do not belong into Redis. */
const digestOf = (recipient: string): string =>
  createHash('sha256').update(recipient).digest('base64url').slice(0, 22);

/** The same rate among several: so many times slower, with a part of the burst. */
function shareOf(limit: RateLimit, processes: number): RateLimit {
  return {
    ...limit,
    perMs: limit.perMs * processes,
    burst: Math.max(1, Math.floor(limit.burst / processes)),
  };
}

const digests = new Map<string, string>();

/** Redis remembers scripts by their digest until it is restarted. */
async function evaluate(
  redis: Redis,
  script: string,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  const digest = digests.get(script) ?? createHash('sha1').update(script).digest('hex');
  digests.set(script, digest);
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.eval(script, keys.length, ...keys, ...values);
  }
}

async function within<Result>(answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not answer within ${PATIENCE_MS} ms.`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
