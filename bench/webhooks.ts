import { Pool } from 'undici';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchCase } from './case.ts';
import { intakeScript, prepareIntakeScript, seedContacts } from './intake-script.ts';
import { median, percentile } from './percentile.ts';
import { pgbench } from './pgbench.ts';
import { createRandom } from './random.ts';
import { newUpdate, openReceivingScene, type ReceivingTarget, WEBHOOK_SECRET } from './receiving-scene.ts';
import { inRounds } from './rounds.ts';

const CONNECTIONS = 64;
const WORKSPACES = 20;

/** Goal 1: from the platform's request to its 200, with everything durable in between. */
export const webhooks: BenchCase = {
  name: 'webhooks',
  about: 'signed webhooks through the real server, acknowledged after commit, beside pgbench',
  async run(server, { rounds, seconds, seed }) {
    const databaseUrl = await server.database();
    const gateway = await startGatewayProcess({ databaseUrl });
    const scene = await openReceivingScene(databaseUrl, gateway.secret, WORKSPACES);
    try {
      await prepareIntakeScript(scene.core.db, scene.accounts);
      await seedContacts(scene.core.db, WORKSPACES);
      const random = createRandom(seed);
      const script = intakeScript(WORKSPACES, 1);
      const limit = (clients: number) => () =>
        pgbench({ binDir: server.binDir, databaseUrl, script, clients, seconds });
      const results = await inRounds(rounds, {
        pgbench8: limit(8),
        pgbench32: limit(32),
        gateway: () => postUpdates(gateway.url, scene.accounts, random, seconds),
      });
      const rate = (name: keyof typeof results) => median(results[name].map(({ perSecond }) => perSecond));
      const p99 = (name: keyof typeof results) => median(results[name].map(({ p99Ms }) => p99Ms));
      const best = Math.max(rate('pgbench8'), rate('pgbench32'));
      const conditions = { connections: CONNECTIONS, workspaces: WORKSPACES, rounds, seconds, seed };
      return [
        {
          goal: 'webhooks acknowledged per second ÷ pgbench’s best rate of the same single-message statement',
          atLeast: 1.25,
          ratio: rate('gateway') / best,
          measured: {
            'gateway/s': rate('gateway'),
            'pgbench 8 clients/s': rate('pgbench8'),
            'pgbench 32 clients/s': rate('pgbench32'),
          },
          conditions,
        },
        {
          goal: 'p99 of the acknowledgement ÷ p99 of pgbench with 32 clients',
          atMost: 1.5,
          ratio: p99('gateway') / p99('pgbench32'),
          measured: { 'gateway p99 ms': p99('gateway'), 'pgbench 32 clients p99 ms': p99('pgbench32') },
          conditions,
        },
      ];
    } finally {
      await scene.close();
      await gateway.dispose();
    }
  },
};

/** A closed loop of 64 connections; `senders` says among how many contacts of each account. */
export async function postUpdates(
  url: string,
  accounts: readonly ReceivingTarget[],
  random: () => number,
  seconds: number,
  senders?: number,
) {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const timesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const post = async () => {
    while (performance.now() < endsAt) {
      const account = accounts[Math.floor(random() * accounts.length)];
      const sentAt = performance.now();
      await postUpdate(pool, account?.accountId ?? '', newUpdate(random, senders));
      timesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, post));
  const tookSeconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { perSecond: timesMs.length / tookSeconds, p99Ms: percentile(timesMs, 0.99) };
}

/** Resolves when the gateway has acknowledged it. */
export async function postUpdate(pool: Pool, accountId: string, update: string): Promise<void> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: `/webhooks/telegram/${accountId}`,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
    body: update,
  });
  await body.dump();
  if (statusCode !== 200) throw new Error(`A webhook was answered ${statusCode}.`);
}
