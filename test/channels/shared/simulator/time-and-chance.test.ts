import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, DIGITS } from '../../../../src/channels/shared/simulator/random.ts';
import { createSimulatedTime } from '../../../../src/channels/shared/simulator/simulated-time.ts';
import { createTokenBucket } from '../../../../src/channels/shared/simulator/token-bucket.ts';
import {
  createWatchableList,
  WaitedInVain,
} from '../../../../src/channels/shared/simulator/watchable-list.ts';

const standing = { now: () => new Date(1_790_000_000_000) };

describe('simulated time', () => {
  it('moves ahead of its clock, and does in order what falls due meanwhile', () => {
    const time = createSimulatedTime(standing);
    const done: string[] = [];
    time.after(20_000, () => done.push('second'));
    time.after(10_000, () => done.push('first'));
    time.after(30_000, () => done.push('not yet'));

    time.advance(25_000);
    const waiting = time.waiting;
    time.stop();

    expect(done).toEqual(['first', 'second']);
    expect(waiting).toBe(1);
    expect(time.unixSeconds()).toBe(1_790_000_025);
  });

  it('does by itself what falls due, even when the clock stands still', async () => {
    const time = createSimulatedTime(standing);

    await new Promise<void>((resolve) => time.after(5, resolve));

    expect(time.nowMs()).toBe(1_790_000_000_000);
  });

  it('does not do what was called off', () => {
    const time = createSimulatedTime(standing);
    const done: string[] = [];
    const callOff = time.after(10, () => done.push('never'));

    callOff();
    time.advance(1000);

    expect(done).toEqual([]);
  });

  it('can wait for months', () => {
    const time = createSimulatedTime(standing);
    const done: string[] = [];
    time.after(90 * 86_400_000, () => done.push('at last'));

    time.advance(89 * 86_400_000);
    const early = [...done];
    time.advance(86_400_000);

    expect([early, done]).toEqual([[], ['at last']]);
  });
});

describe('seeded chance', () => {
  it('stays within its bounds and repeats itself for the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 1000 }), (seed, span) => {
        const [one, other] = [createRandom(seed), createRandom(seed)];
        const numbers = Array.from({ length: 20 }, () => one.integer(5, 5 + span));

        expect(numbers.every((number) => number >= 5 && number <= 5 + span)).toBe(true);
        expect(numbers).toEqual(Array.from({ length: 20 }, () => other.integer(5, 5 + span)));
        expect(one.characters(DIGITS, 12)).toMatch(/^\d{12}$/u);
      }),
    );
  });

  it('gives something else for another seed', () => {
    const seeds = [0, 1, 2, 3, 4].map((seed) => createRandom(seed).characters(DIGITS, 20));

    expect(new Set(seeds).size).toBe(5);
  });
});

describe('a token bucket', () => {
  it('never gives more than its burst and what has flowed in since', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ pauseMs: fc.integer({ min: 0, max: 3000 }), cost: fc.integer({ min: 1, max: 3 }) }),
        ),
        (attempts) => {
          const bucket = createTokenBucket({ burst: 5, perSecond: 2 });
          let nowMs = 0;
          let taken = 0;
          for (const { pauseMs, cost } of attempts) {
            nowMs += pauseMs;
            if (bucket.waitMs(cost, nowMs) > 0) continue;
            bucket.take(cost, nowMs);
            taken += cost;
          }
          expect(taken).toBeLessThanOrEqual(5 + (nowMs / 1000) * 2 + 1e-6);
        },
      ),
    );
  });

  it('gives after the time that it said', () => {
    const bucket = createTokenBucket({ burst: 2, perSecond: 4 });
    bucket.take(2, 0);

    const waitMs = bucket.waitMs(1, 0);

    expect(waitMs).toBe(250);
    expect(bucket.waitMs(1, waitMs - 1)).toBe(1);
    expect(bucket.waitMs(1, waitMs)).toBe(0);
  });
});

describe('a list to wait on', () => {
  it('gives what is there, and what comes', async () => {
    const list = createWatchableList<number>(String);
    list.append(1);

    const present = await list.waitFor((number) => number === 1 && 'one');
    const coming = list.waitFor((number) => number > 1 && number, { from: 1 });
    list.append(2);

    expect([present, await coming]).toEqual(['one', 2]);
  });

  it('says what came instead', async () => {
    const list = createWatchableList<number>((number) => `number ${number}`);
    list.append(1);

    const inVain = list.waitFor((number) => number === 2, { timeoutMs: 5 });

    await expect(inVain).rejects.toThrow(
      new WaitedInVain('Waited 5 ms in vain. The last that came:\nnumber 1'),
    );
  });

  it('forgets the oldest beyond its limit, and positions stay what they were', () => {
    const list = createWatchableList<number>(String, 3);
    for (const number of [1, 2, 3, 4, 5]) list.append(number);

    expect([list.total, list.items, list.since(4), list.since(0)]).toEqual([5, [3, 4, 5], [5], [3, 4, 5]]);
  });
});
