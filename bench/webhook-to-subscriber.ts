import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchCase } from './case.ts';
import { handshake } from './fan-out-clients.ts';
import { prepareIntakeScript, seedContacts } from './intake-script.ts';
import { median, percentile } from './percentile.ts';
import { createRandom } from './random.ts';
import { newUpdate, openReceivingScene, type ReceivingTarget } from './receiving-scene.ts';
import { postUpdate, postUpdates } from './webhooks.ts';

const CONNECTIONS = 64;
const WORKSPACES = 20;
/** Requests leave in little groups of as many as are due: a timer for each would be late by more than it measures. */
const TICK_MS = 2;
/** How long the last events may take. */
const LATE_MS = 5_000;

const QUERY = 'subscription { events { ... on MessageReceived { message { preview } } } }';

/** Goal 8: how far behind the acknowledgement a frontend hears of a message. */
export const webhookToSubscriber: BenchCase = {
  name: 'webhook-to-subscriber',
  about:
    'from the platform’s request to a subscriber over WebSocket, at half of the highest rate, one gateway',
  async run(server, { rounds, seconds, seed }) {
    const databaseUrl = await server.database();
    const gateway = await startGatewayProcess({ databaseUrl });
    const scene = await openReceivingScene(databaseUrl, gateway.secret, WORKSPACES);
    try {
      await prepareIntakeScript(scene.core.db, scene.accounts);
      await seedContacts(scene.core.db, WORKSPACES);
      const random = createRandom(seed);
      const arrivals = new Map<string, number>();
      const sockets = await Promise.all(
        scene.accounts.map((account) => listen(gateway.url, account, arrivals)),
      );
      const results: Awaited<ReturnType<typeof postAtRate>>[] = [];
      let highest = 0;
      for (let round = 0; round <= rounds; round += 1) {
        const { perSecond } = await postUpdates(gateway.url, scene.accounts, random, seconds);
        arrivals.clear();
        const result = await postAtRate(
          gateway.url,
          scene.accounts,
          random,
          seconds,
          perSecond / 2,
          arrivals,
        );
        if (round > 0) {
          highest = Math.max(highest, perSecond);
          results.push(result);
        }
      }
      for (const socket of sockets) socket.terminate();
      return [
        {
          goal: 'p99 from the request to the subscriber ÷ p99 of the acknowledgement',
          atMost: 3,
          ratio: median(results.map(({ heardMs, acknowledgedMs }) => heardMs / acknowledgedMs)),
          measured: {
            'subscriber p99 ms': median(results.map(({ heardMs }) => heardMs)),
            'acknowledgement p99 ms': median(results.map(({ acknowledgedMs }) => acknowledgedMs)),
            'webhooks/s': median(results.map(({ perSecond }) => perSecond)),
            'highest/s': highest,
            'not heard of': results.reduce((sum, { unheard }) => sum + unheard, 0),
          },
          conditions: { workspaces: WORKSPACES, 'subscribers of each': 1, rounds, seconds, seed },
        },
      ];
    } finally {
      await scene.close();
      await gateway.dispose();
    }
  },
};

/** @param arrivals  Gets the moment at which each text was heard of. */
async function listen(
  url: string,
  { apiKey }: ReceivingTarget,
  arrivals: Map<string, number>,
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  await handshake(socket, apiKey, QUERY, 'events');
  socket.on('message', (data: Buffer) => {
    const at = performance.now();
    const { payload } = JSON.parse(data.toString()) as {
      payload?: { data?: { events?: { message?: { preview: string } } } };
    };
    const text = payload?.data?.events?.message?.preview;
    if (text !== undefined) arrivals.set(text, at);
  });
  return socket;
}

/** An open loop: requests leave when they are due, whether or not the ones before are answered. */
async function postAtRate(
  url: string,
  accounts: readonly ReceivingTarget[],
  random: () => number,
  seconds: number,
  perSecond: number,
  arrivals: ReadonlyMap<string, number>,
) {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const sent = new Map<string, number>();
  const acknowledgedMs: number[] = [];
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  const total = Math.floor(perSecond * seconds);
  while (underWay.length < total) {
    const due = Math.min(total, ((performance.now() - startedAt) / 1000) * perSecond);
    while (underWay.length < due) {
      const account = accounts[Math.floor(random() * accounts.length)];
      const update = newUpdate(random);
      const { message } = JSON.parse(update) as { message: { text: string } };
      const sentAt = performance.now();
      sent.set(message.text, sentAt);
      underWay.push(
        postUpdate(pool, account?.accountId ?? '', update).then(() => {
          acknowledgedMs.push(performance.now() - sentAt);
        }),
      );
    }
    await sleep(TICK_MS);
  }
  await Promise.all(underWay);
  const deadline = performance.now() + LATE_MS;
  const isHeard = () => [...sent.keys()].every((text) => arrivals.has(text));
  while (!isHeard() && performance.now() < deadline) await sleep(50);
  await pool.close();
  const heardMs = [...sent].flatMap(([text, at]) => {
    const heardAt = arrivals.get(text);
    return heardAt === undefined ? [] : [heardAt - at];
  });
  return {
    perSecond,
    heardMs: percentile(heardMs, 0.99),
    acknowledgedMs: percentile(acknowledgedMs, 0.99),
    unheard: sent.size - heardMs.length,
  };
}
