import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { exampleChannel } from '../test/support/example-channel.ts';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { openSubscribers } from './fan-out-clients.ts';
import { prepareIntakeScript, seedContacts } from './intake-script.ts';
import type { PostgresServer } from './postgres-server.ts';
import { createRandom } from './random.ts';
import { newUpdate, openReceivingScene, type ReceivingTarget } from './receiving-scene.ts';
import { openSendingScene } from './sending-scene.ts';
import { postUpdate } from './webhooks.ts';

const CONNECTIONS = 64;
const WORKSPACES = 20;
const SLICES = 20;
/** The first slices fill caches and warm the compiler. */
const WARM_SLICES = 5;
const LOOK_EVERY_MS = 100;
/** Long enough for the collector to come by. */
const REST_MS = 3_000;
const QUEUED = 20_000;
const MEBIBYTE = 1024 * 1024;

const QUERY = 'subscription { events { cursor ... on MessageReceived { message { id preview } } } }';

/** Whether memory stays where it is, and what one more of anything takes. */
export const memory: BenchCase = {
  name: 'memory',
  about:
    'a gateway’s memory over many webhooks with many subscribers; what a subscriber and a queued message take',
  async run(server, options) {
    return [...(await slopeFigures(server, options)), await queuedFigure(server)];
  },
};

async function slopeFigures(
  server: PostgresServer,
  { webhooks, subscribers, seed }: BenchOptions,
): Promise<readonly Figure[]> {
  const databaseUrl = await server.database();
  const gateway = await startGatewayProcess({ databaseUrl });
  const scene = await openReceivingScene(databaseUrl, gateway.secret, WORKSPACES);
  try {
    await prepareIntakeScript(scene.core.db, scene.accounts);
    await seedContacts(scene.core.db, WORKSPACES);
    const random = createRandom(seed);
    await post(gateway.url, scene.accounts, random, Math.min(2_000, webhooks));
    const before = await leastWithin(gateway.url, sleep(REST_MS));
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const each = Math.ceil(subscribers / WORKSPACES);
    const clients = await Promise.all(
      scene.accounts.map(({ apiKey }) => openSubscribers(each, { url, token: apiKey, query: QUERY })),
    );
    const idle = await leastWithin(gateway.url, sleep(REST_MS));

    const slices: Usage[] = [];
    for (let slice = 0; slice < SLICES; slice += 1) {
      const posting = post(gateway.url, scene.accounts, random, Math.ceil(webhooks / SLICES));
      slices.push(await leastWithin(gateway.url, posting));
    }
    for (const one of clients) one.close();
    const line = lineThrough(slices.slice(WARM_SLICES).map(({ heapBytes }) => heapBytes));
    const perMillion = (SLICES / webhooks) * 1e6;
    const slopeMiB = (line.slope * perMillion) / MEBIBYTE;
    const noiseMiB = (2 * line.error * perMillion) / MEBIBYTE;
    return [
      {
        goal: 'MiB that the heap grows by over a million webhooks ÷ twice the standard error of that figure',
        atMost: 1,
        ratio: slopeMiB / noiseMiB,
        measured: {
          'MiB a million webhooks': slopeMiB,
          'noise, ± MiB': noiseMiB,
          'heap MiB at the end': (slices.at(-1)?.heapBytes ?? Number.NaN) / MEBIBYTE,
          'resident MiB at the end': (slices.at(-1)?.residentBytes ?? Number.NaN) / MEBIBYTE,
        },
        conditions: {
          webhooks,
          subscribers: each * WORKSPACES,
          workspaces: WORKSPACES,
          slices: SLICES,
          seed,
        },
      },
      {
        goal: 'kB for each idle subscriber, with its socket, at the gateway as a whole',
        ratio: (idle.heapBytes - before.heapBytes) / 1024 / (each * WORKSPACES),
        measured: {
          'resident kB each': (idle.residentBytes - before.residentBytes) / 1024 / (each * WORKSPACES),
        },
        conditions: { subscribers: each * WORKSPACES },
      },
    ];
  } finally {
    await scene.close();
    await gateway.dispose();
  }
}

/** A message that waits is a row and nothing else: processes hold at most what they have in flight. */
async function queuedFigure(server: PostgresServer): Promise<Figure> {
  const scene = await openSendingScene(await server.database(), exampleChannel, 'http://127.0.0.1:9', 1_000);
  const size = async () => {
    const text = 'SELECT pg_database_size(current_database())::float8 AS bytes';
    const [row] = await scene.core.db.run<{ bytes: number }>({ name: 'bench_size', text }, []);
    return row?.bytes ?? Number.NaN;
  };
  try {
    const before = await size();
    await scene.queue(QUEUED);
    return {
      goal: 'bytes of the database for each queued message, indexes included',
      ratio: ((await size()) - before) / QUEUED,
      measured: {},
      conditions: { queued: QUEUED },
    };
  } finally {
    await scene.close();
  }
}

interface Usage {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** The least that was in use while something went on: what is there right after the collector has come by. */
async function leastWithin(url: string, activity: Promise<unknown>): Promise<Usage> {
  let isOver = false;
  const over = activity.finally(() => {
    isOver = true;
  });
  let least: Usage = { heapBytes: Number.POSITIVE_INFINITY, residentBytes: Number.POSITIVE_INFINITY };
  do {
    const now = await usageOf(url);
    least = {
      heapBytes: Math.min(least.heapBytes, now.heapBytes),
      residentBytes: Math.min(least.residentBytes, now.residentBytes),
    };
    await sleep(LOOK_EVERY_MS);
  } while (!isOver);
  await over;
  return least;
}

async function usageOf(url: string): Promise<Usage> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  const gauge = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1]);
  return {
    heapBytes: gauge('nodejs_heap_size_used_bytes') + gauge('nodejs_external_memory_bytes'),
    residentBytes: gauge('process_resident_memory_bytes'),
  };
}

async function post(
  url: string,
  accounts: readonly ReceivingTarget[],
  random: () => number,
  webhooks: number,
): Promise<void> {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  let left = webhooks;
  const postOn = async () => {
    while (left > 0) {
      left -= 1;
      const account = accounts[Math.floor(random() * accounts.length)];
      await postUpdate(pool, account?.accountId ?? '', newUpdate(random));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, postOn));
  await pool.close();
}

/** Least squares over evenly spaced values: the slope a step, and its standard error. */
function lineThrough(values: readonly number[]): { readonly slope: number; readonly error: number } {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0) / spread;
  const residual = values.reduce(
    (sum, value, index) => sum + (value - mean - slope * (index - middle)) ** 2,
    0,
  );
  return { slope, error: Math.sqrt(residual / (count - 2) / spread) };
}
