import { eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimit } from '../../../src/core/channel/index.ts';
import { createRateLimits, type RateLimits } from '../../../src/core/delivery/rate-limits.ts';
import type { ChannelAccountId } from '../../../src/core/model/ids.ts';
import { messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import type { ReceivedRequest } from '../../support/recording-platform.ts';
import { mostWithin } from './most-within.ts';
import { createSendingScene, SOON } from './sending-scene.ts';

const ACCOUNT = 'account' as ChannelAccountId;

const limitOf = (scope: RateLimit['scope'], messages: number, perMs: number, burst: number): RateLimit => ({
  scope,
  messages,
  perMs,
  burst,
  effectiveFrom: '2026-01-01',
  source: 'test',
});

interface Arrival {
  readonly atMs: number;
  readonly to: string;
}

interface Simulation {
  readonly limits: readonly RateLimit[];
  readonly recipients: number;
  readonly untilMs: number;
  /** How long a request takes to arrive, and its answer to come back. */
  readonly travelMs: (index: number) => readonly [number, number];
}

/** Somebody who always has something to send, in simulated time; what the platform saw of it. */
async function saturate(simulation: Simulation): Promise<readonly Arrival[]> {
  const { limits, recipients, untilMs, travelMs } = simulation;
  let now = 0;
  const rates: RateLimits = createRateLimits(() => now);
  const arrivals: Arrival[] = [];
  const answers: { atMs: number; answered: () => void }[] = [];
  const nextAt = Array.from({ length: recipients }, () => 0);
  while (now < untilMs) {
    for (const answer of answers.splice(0)) {
      if (answer.atMs <= now) answer.answered();
      else answers.push(answer);
    }
    for (const [index, at] of nextAt.entries()) {
      if (at > now) continue;
      const to = `recipient ${index}`;
      const spending = { accountId: ACCOUNT, recipientExternalId: to, isGroup: false, limits, cost: 1 };
      const grant = await rates.take(spending);
      if (grant.kind === 'wait') nextAt[index] = now + grant.waitMs;
      else {
        const [thereMs, backMs] = travelMs(arrivals.length);
        arrivals.push({ to, atMs: now + thereMs });
        answers.push({ atMs: now + thereMs + backMs, answered: grant.answered });
      }
    }
    now = Math.max(now + 1, Math.min(...nextAt, ...answers.map(({ atMs }) => atMs)));
  }
  return arrivals.toSorted((one, other) => one.atMs - other.atMs);
}

describe('rate limits', () => {
  it('are never exceeded by the platform’s own count, however long requests and answers travel', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          messages: fc.integer({ min: 1, max: 40 }),
          burst: fc.integer({ min: 1, max: 10 }),
          perMs: fc.integer({ min: 100, max: 2_000 }),
          recipients: fc.integer({ min: 1, max: 12 }),
          travels: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 })), {
            minLength: 1,
            maxLength: 30,
          }),
        }),
        async ({ messages, burst, perMs, recipients, travels }) => {
          const arrivals = await saturate({
            recipients,
            untilMs: 4_000,
            limits: [limitOf('account', messages, perMs, burst), limitOf('conversation', 2, 1_000, 1)],
            travelMs: (index) => travels[index % travels.length] ?? [0, 0],
          });

          expect(
            mostWithin(
              perMs,
              arrivals.map(({ atMs }) => atMs),
            ),
          ).toBeLessThanOrEqual(messages + burst);
          for (const to of new Set(arrivals.map((arrival) => arrival.to))) {
            const own = arrivals.filter((arrival) => arrival.to === to).map(({ atMs }) => atMs);
            expect(mostWithin(1_000, own)).toBeLessThanOrEqual(3);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['25 a second, as a bot may', limitOf('account', 25, 1_000, 5)],
    ['1 a second to one person', limitOf('conversation', 1, 1_000, 3)],
    ['18 a minute to a group', limitOf('account', 18, 60_000, 2)],
    ['1,000 a second', limitOf('account', 1_000, 1_000, 100)],
  ])('are used to at least 95 %% where the platform answers within 100 ms: %s', async (_name, limit) => {
    const untilMs = Math.max(20_000, limit.perMs * 10);
    const arrivals = await saturate({
      limits: [limit],
      recipients: 1,
      untilMs,
      travelMs: (index) => [index % 40, 60 - (index % 40)],
    });

    const allowed = limit.burst + (limit.messages * untilMs) / limit.perMs;
    expect(arrivals.length / allowed).toBeGreaterThanOrEqual(0.95);
    expect(arrivals.length).toBeLessThanOrEqual(allowed + 1);
  });

  it('count what costs several messages as several', async () => {
    let now = 0;
    const rates = createRateLimits(() => now);
    const limits = [limitOf('account', 10, 1_000, 10)];
    const album = { accountId: ACCOUNT, recipientExternalId: 'a', isGroup: false, limits, cost: 8 };

    expect((await rates.take(album)).kind).toBe('granted');
    expect(await rates.take(album)).toMatchObject({ kind: 'wait', waitMs: 600 });
    now = 600;
    expect((await rates.take(album)).kind).toBe('granted');
  });
});

describeOnEveryEngine('rate limits on the wire', (open) => {
  it('hold for an account and for a person, until everything has been sent once', async () => {
    const channel = {
      ...exampleChannel,
      capabilities: {
        ...exampleChannel.capabilities,
        rateLimits: [limitOf('account', 20, 400, 5), limitOf('conversation', 1, 400, 1)],
      },
    };
    const scene = await createSendingScene(open, { channel });
    const { orm } = scene.core.db;
    const waiting = () => orm.$count(messages, inArray(messages.status, ['QUEUED', 'SENDING']));
    try {
      const people = await Promise.all(
        Array.from({ length: 20 }, (_, index) => scene.customer(`person ${index}`)),
      );
      for (let index = 0; index < 3; index += 1) {
        for (const person of people) await scene.send(person, String(index));
      }

      scene.delivery.start();
      await expect.poll(waiting, { ...SOON, interval: 250 }).toBe(0);

      const { requests } = scene.platform;
      expect(new Set(requests.map(({ messageId }) => messageId)).size).toBe(requests.length);
      const times = (own: readonly ReceivedRequest[]) => own.map(({ atMs }) => atMs);
      expect(mostWithin(400, times(requests))).toBeLessThanOrEqual(25);
      for (const { externalId } of people) {
        const own = requests.filter(({ to }) => to === externalId);
        expect(mostWithin(400, times(own))).toBeLessThanOrEqual(2);
      }
      // Where this process, which plays the platform too, stood still for longer than a request may take, nobody
      // knows of some whether they arrived; those that are said to be sent have.
      const sent = await orm.select().from(messages).where(eq(messages.status, 'SENT'));
      const arrived = new Set(requests.map(({ messageId }) => messageId));
      expect(sent.filter(({ id }) => !arrived.has(id))).toEqual([]);
    } finally {
      await scene.close();
    }
  });
});
