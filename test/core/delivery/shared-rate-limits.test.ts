import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RateLimit } from '../../../src/core/channel/index.ts';
import type { RateLimits } from '../../../src/core/delivery/rate-limits.ts';
import { createSharedRateLimits } from '../../../src/core/delivery/shared-rate-limits.ts';
import type { ChannelAccountId } from '../../../src/core/model/ids.ts';
import { describeOnRedis } from '../../support/describe-on-redis.ts';
import { type OwnServer, startOwnRedis } from '../../support/own-servers.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { waitFor } from '../../support/wait-for.ts';
import { mostWithin } from './most-within.ts';

const ACCOUNT = 'account' as ChannelAccountId;
const LIMIT: RateLimit = {
  scope: 'account',
  messages: 50,
  perMs: 500,
  burst: 10,
  effectiveFrom: '2026-01-01',
  source: 'test',
};

describeOnRedis('rate limits of two processes', () => {
  let server: OwnServer;
  let clients: Redis[] = [];
  let isOver = false;
  beforeEach(async () => {
    server = await startOwnRedis();
    clients = [];
    isOver = false;
  });
  afterEach(async () => {
    isOver = true;
    for (const client of clients) client.disconnect();
    await server.dispose();
  });

  const connect = async () => {
    const redis = new Redis(server.port, '127.0.0.1', { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    redis.on('error', () => {});
    clients.push(redis);
    await waitFor('Redis is connected', () => redis.status === 'ready');
    const log = createRecordingLog();
    return { limits: createSharedRateLimits({ redis, nowMs: () => performance.now(), log }), log };
  };
  const spend = (limits: RateLimits, to = 'Ada', limit = LIMIT) =>
    limits.take({ accountId: ACCOUNT, recipientExternalId: to, isGroup: false, limits: [limit], cost: 1 });

  /** Sends whenever it may, four at once, and writes down when. */
  const saturate = (limits: RateLimits, arrivals: number[]) =>
    Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const grant = await spend(limits);
          if (grant.kind === 'wait') await sleep(grant.waitMs);
          else {
            arrivals.push(performance.now());
            await sleep(3);
            grant.answered();
          }
        }
      }),
    );

  it('are kept together: as much as one may send, and no more', async () => {
    const [one, other] = [await connect(), await connect()];
    const [ofOne, ofOther]: [number[], number[]] = [[], []];

    const sending = [saturate(one.limits, ofOne), saturate(other.limits, ofOther)];
    await waitFor('three hundred have left', () => ofOne.length + ofOther.length >= 300);
    isOver = true;
    await Promise.all(sending);

    expect(mostWithin(LIMIT.perMs, [...ofOne, ...ofOther])).toBeLessThanOrEqual(60);
    expect(Math.min(ofOne.length, ofOther.length)).toBeGreaterThan(0);
  });

  it('are not exceeded while Redis is killed, away, and back without any memory', async () => {
    const [one, other] = [await connect(), await connect()];
    const arrivals: number[] = [];
    const sending = [saturate(one.limits, arrivals), saturate(other.limits, arrivals)];
    const more = (count: number) => {
      const enough = arrivals.length + count;
      return waitFor(`${count} more have left`, () => arrivals.length >= enough);
    };

    await more(100);
    await server.kill();
    await more(100);
    await server.start();
    await more(200);
    isOver = true;
    await Promise.all(sending);

    expect(mostWithin(LIMIT.perMs, arrivals)).toBeLessThanOrEqual(60);
    for (const { log } of [one, other]) {
      expect(log.entries.map(({ sentence }) => sentence)).toContain(
        'redis is away; each process keeps to its share of the rate limits',
      );
    }
  });

  it('say for whom there is no room, so that nothing is claimed that can not leave', async () => {
    const [one, other] = [await connect(), await connect()];
    const slow: RateLimit = { ...LIMIT, messages: 1, perMs: 4_000, burst: 1 };
    await waitFor(
      'Redis has been there long enough',
      async () => (await spend(one.limits, 'Ada', slow)).kind === 'granted',
    );

    expect((await spend(other.limits, 'Bob', slow)).kind).toBe('wait');

    expect(other.limits.room(ACCOUNT, 0)).toBe(0);
    expect(other.limits.waitMs(ACCOUNT)).toBeGreaterThan(1_000);
    expect(other.limits.accounts()).toEqual([ACCOUNT]);
  });

  it('of one person say nothing of the account', async () => {
    const { limits } = await connect();
    const slow: RateLimit = { ...LIMIT, scope: 'conversation', messages: 1, perMs: 60_000, burst: 1 };
    const spendingOn = (to: string) => spend(limits, to, slow);

    expect((await spendingOn('Ada')).kind).toBe('wait');

    expect(limits.accounts()).toEqual([]);
  });
});
