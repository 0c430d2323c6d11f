import { defineChannel, type RateLimit } from '../src/core/channel/index.ts';
import { createDelivery } from '../src/core/delivery/delivery.ts';
import { exampleChannel } from '../test/support/example-channel.ts';
import { startOwnRedis } from '../test/support/own-servers.ts';
import { waitFor } from '../test/support/wait-for.ts';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { drainWithBullMq } from './outbox-bullmq.ts';
import { median } from './percentile.ts';
import { type Platform, startPlatform } from './platform.ts';
import type { PostgresServer } from './postgres-server.ts';
import { inRounds } from './rounds.ts';
import { openSendingScene, type SendingScene } from './sending-scene.ts';

const ANSWER_MS = 20;
const IN_FLIGHT = 256;
/** A round's messages: about what is sent in its time. */
const MESSAGES_A_SECOND = 2_000;
const CONVERSATIONS = 1_000;
/** Long: a peer that has to wait for its core has not failed. */
const SEND_TIMEOUT_MS = 60_000;

const LIMIT: RateLimit = {
  scope: 'account',
  messages: 50,
  perMs: 1_000,
  burst: 5,
  effectiveFrom: '2020-01-01',
  source: 'the bench',
};

/** Goal 5: what a queue that loses, doubles and reorders nothing costs against sending from memory. */
export const outbox: BenchCase = {
  name: 'outbox',
  about: `messages through the queue to a platform that takes ${ANSWER_MS} ms, beside the same sender without a queue and BullMQ`,
  async run(server, options) {
    const platform = await startPlatform(ANSWER_MS);
    try {
      return [
        ...(await drainFigures(server, platform, options)),
        ...(await limitFigures(server, platform, options)),
      ];
    } finally {
      platform.close();
    }
  },
};

async function drainFigures(
  server: PostgresServer,
  platform: Platform,
  { rounds, seconds }: BenchOptions,
): Promise<readonly Figure[]> {
  const messages = seconds * MESSAGES_A_SECOND;
  const scene = await openSendingScene(await server.database(), exampleChannel, platform.url, CONVERSATIONS);
  const redis = await startOwnRedis();
  const send = await senderOf(scene);
  try {
    const timed = async (drain: () => Promise<void>) => {
      const complete = platform.expect(messages);
      const startedAt = performance.now();
      await Promise.all([drain(), complete]);
      const perSecond = messages / ((performance.now() - startedAt) / 1000);
      return { perSecond, ...(await platform.report(1_000)) };
    };
    const results = await inRounds(rounds, {
      memory: () => timed(() => sendFromMemory(messages, send)),
      outbox: async () => {
        await scene.queue(messages);
        return timed(() => drainOutbox(scene));
      },
      bullmq: () => drainWithBullMq(redis.url, messages, IN_FLIGHT, recipientOf, send, timed),
    });
    const rate = (name: keyof typeof results) => median(results[name].map(({ perSecond }) => perSecond));
    const ratio = (peer: keyof typeof results) =>
      median(
        results.outbox.map((result, round) => result.perSecond / (results[peer][round]?.perSecond ?? 0)),
      );
    const violations = (name: keyof typeof results) =>
      results[name].reduce((sum, result) => sum + result.orderViolations + result.repeated, 0);
    const measured = {
      'outbox/s': rate('outbox'),
      'without a queue/s': rate('memory'),
      'BullMQ/s': rate('bullmq'),
      'outbox: out of order or twice': violations('outbox'),
      'BullMQ: out of order or twice': violations('bullmq'),
    };
    const conditions = {
      messages,
      conversations: CONVERSATIONS,
      'in flight': IN_FLIGHT,
      'answer ms': ANSWER_MS,
      rounds,
    };
    return [
      {
        goal: 'messages sent per second ÷ the same sender without a queue',
        atLeast: 0.95,
        ratio: ratio('memory'),
        measured,
        conditions,
      },
      {
        goal: 'messages sent per second ÷ BullMQ 6 with Redis without persistence',
        atLeast: 1.2,
        ratio: ratio('bullmq'),
        measured: {},
        conditions: {},
      },
      {
        goal: 'messages out of order or sent twice',
        atMost: 0,
        ratio: violations('outbox'),
        measured: {},
        conditions: {},
      },
    ];
  } finally {
    await redis.dispose();
    await scene.close();
  }
}

/** A backlog that is larger than what may leave, on an account with a limit. */
async function limitFigures(
  server: PostgresServer,
  platform: Platform,
  { seconds }: BenchOptions,
): Promise<readonly Figure[]> {
  const channel = defineChannel({
    ...exampleChannel,
    capabilities: { ...exampleChannel.capabilities, rateLimits: [LIMIT] },
  });
  const scene = await openSendingScene(await server.database(), channel, platform.url, CONVERSATIONS);
  // After the burst, so many leave in the time.
  const messages = LIMIT.messages * Math.max(2, seconds) + LIMIT.burst;
  const complete = platform.expect(messages);
  const delivery = createDelivery(scene.core, { maxInFlight: IN_FLIGHT, pollMs: 200 });
  try {
    await scene.queue(messages * 2);
    delivery.start();
    await complete;
    const { received, mostWithin, spanMs } = await platform.report(LIMIT.perMs);
    const allowed = LIMIT.burst + (LIMIT.messages * spanMs) / LIMIT.perMs;
    const most = LIMIT.messages + LIMIT.burst;
    const conditions = { 'messages a second': LIMIT.messages, burst: LIMIT.burst, seconds: spanMs / 1000 };
    return [
      {
        goal: 'rate limit used: messages that arrived ÷ messages allowed',
        atLeast: 0.95,
        ratio: received / allowed,
        measured: { arrived: received, allowed },
        conditions,
      },
      {
        goal: 'rate limit kept: the most that arrived within any second ÷ the most allowed',
        atMost: 1,
        ratio: mostWithin / most,
        measured: { 'most within a second': mostWithin, allowed: most },
        conditions: {},
      },
    ];
  } finally {
    await delivery.stop();
    await scene.clear();
    await scene.close();
  }
}

/** Message `index` of a round goes to this recipient, with this number: each counts up on its own. */
function recipientOf(index: number): { readonly to: string; readonly number: number } {
  return { to: String(index % CONVERSATIONS), number: 1 + Math.floor(index / CONVERSATIONS) };
}

type Send = (to: string, number: number) => Promise<void>;

/** The adapter's own request, without anything around it. */
async function senderOf({ core, account }: SendingScene): Promise<Send> {
  return async (to, number) => {
    const context = await core.openAccount(account, SEND_TIMEOUT_MS);
    const body = { id: crypto.randomUUID(), to, parts: [{ type: 'text', text: String(number) }] };
    await exampleChannel.send({ operation: 'send', body, files: [], partIndexes: [0], cost: 1 }, context);
  };
}

async function sendFromMemory(messages: number, send: Send): Promise<void> {
  let next = 0;
  const sendOn = async () => {
    while (next < messages) {
      const { to, number } = recipientOf(next++);
      await send(to, number);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendOn));
}

/** Resolves when everything is sent and written down. */
export async function drainOutbox(scene: SendingScene): Promise<void> {
  const delivery = createDelivery(scene.core, { maxInFlight: IN_FLIGHT });
  delivery.start();
  await waitFor('the queue is drained', () => scene.isDrained());
  await delivery.stop();
}
