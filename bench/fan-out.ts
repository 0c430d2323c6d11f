import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCase, Figure } from './case.ts';
import { type FanOutClients, openSubscribers } from './fan-out-clients.ts';
import type { FanOutReply, FanOutRequest } from './fan-out-server.ts';
import { median, percentile } from './percentile.ts';
import { inRounds } from './rounds.ts';

const QUERY = `subscription {
  events {
    cursor type
    ... on MessageReceived {
      message { id preview direction sentAt }
      conversation { id unreadCount }
      contact { id name }
    }
  }
}`;

const IN_FLIGHT = 2;
/** Subscribers who are there before memory is looked at. */
const FIRST = 10;
/** After everybody is connected and before anything is measured: the first event may reach some twice as late. */
const SETTLE_EVENTS = 10;
const SETTLE_MS = 100;
/** Longer than one event takes to reach everybody. */
const QUIET_MS = 2_000;

/** Goal 7: every event to every subscriber, each with an operation id of its own. */
export const fanOut: BenchCase = {
  name: 'fan-out',
  about: 'every event to every subscriber, beside a raw ws broadcast of the same bytes and plain graphql-ws',
  async run(server, { rounds, seconds, subscribers }) {
    const figures: Figure[] = [];
    for (const count of [subscribers, 5 * subscribers]) {
      figures.push(...(await measureFanOut(await server.database(), count, rounds, seconds)));
    }
    return figures;
  },
};

/** Ratios of one number of subscribers; all contestants are connected at once and take turns. */
export async function measureFanOut(
  databaseUrl: string,
  subscribers: number,
  rounds: number,
  seconds: number,
): Promise<readonly Figure[]> {
  const contestants: Contestant[] = [];
  const enter = async (name: string, argument: string, query: string | null) => {
    const contestant = await startContestant(name, argument, query, subscribers);
    contestants.push(contestant);
    return contestant;
  };
  try {
    const confab = await enter('confab', databaseUrl, QUERY);
    const { payload } = JSON.parse(confab.clients.sample()) as { payload: unknown };
    const raw = await enter('raw-ws', JSON.stringify(payload), null);
    const plain = await enter('graphql-ws', JSON.stringify(payload), QUERY);
    const results = await inRounds(rounds, {
      raw: () => broadcast(raw, subscribers, seconds),
      confab: () => broadcast(confab, subscribers, seconds),
      plain: () => broadcast(plain, subscribers, seconds),
    });

    const of = (name: keyof typeof results, what: 'perSecond' | 'p99Ms' | 'serverMicros') =>
      median(results[name].map((result) => result[what]));
    const ratio = (one: keyof typeof results, other: keyof typeof results, what: 'perSecond' | 'p99Ms') =>
      median(
        results[one].map((result, round) => result[what] / (results[other][round]?.[what] ?? Number.NaN)),
      );
    const measured = {
      'confab/s': of('confab', 'perSecond'),
      'raw ws/s': of('raw', 'perSecond'),
      'graphql-ws/s': of('plain', 'perSecond'),
      'confab p99 ms': of('confab', 'p99Ms'),
      'raw ws p99 ms': of('raw', 'p99Ms'),
      'graphql-ws p99 ms': of('plain', 'p99Ms'),
      'confab µs/delivery': of('confab', 'serverMicros'),
      'raw ws µs/delivery': of('raw', 'serverMicros'),
      'graphql-ws µs/delivery': of('plain', 'serverMicros'),
      'confab kB/subscriber': confab.kilobytesEach,
      'raw ws kB/subscriber': raw.kilobytesEach,
      'graphql-ws kB/subscriber': plain.kilobytesEach,
    };
    const conditions = {
      subscribers,
      inFlight: IN_FLIGHT,
      rounds,
      seconds,
      bytes: JSON.stringify(payload).length,
    };
    const named = (goal: string) => `${subscribers} subscribers: ${goal}`;
    return [
      {
        goal: named('deliveries per second ÷ raw ws broadcast of the same bytes'),
        atLeast: 0.9,
        ratio: ratio('confab', 'raw', 'perSecond'),
        measured,
        conditions,
      },
      {
        goal: named('deliveries per second ÷ graphql-ws with its events in memory'),
        atLeast: 4,
        ratio: ratio('confab', 'plain', 'perSecond'),
        measured: {},
        conditions: {},
      },
      {
        goal: named('p99 from publishing to a subscriber ÷ raw ws'),
        atMost: 1,
        ratio: ratio('confab', 'raw', 'p99Ms'),
        measured: {},
        conditions: {},
      },
      {
        goal: named('kB kept for each subscriber'),
        atMost: 15,
        ratio: confab.kilobytesEach,
        measured: {},
        conditions: {},
      },
    ];
  } finally {
    for (const { clients, process } of contestants) {
      clients.close();
      process.disconnect();
    }
  }
}

interface Contestant {
  readonly process: ChildProcess;
  readonly clients: FanOutClients;
  readonly kilobytesEach: number;
}

async function startContestant(
  name: string,
  argument: string,
  query: string | null,
  subscribers: number,
): Promise<Contestant> {
  const process = fork(resolve(import.meta.dirname, 'fan-out-server.ts'), [name, argument], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const [{ url, token }] = (await once(process, 'message')) as [Extract<FanOutReply, { kind: 'listening' }>];
  // What the first few bring with them (compiled documents, open pools) is not theirs.
  const first = await openSubscribers(FIRST, { url, token, query });
  await settle(process, first);
  const before = await usageOf(process);
  const clients = await openSubscribers(subscribers, { url, token, query });
  first.close();
  await settle(process, clients);
  const after = await usageOf(process);
  return {
    process,
    clients,
    kilobytesEach: (after.keptBytes - before.keptBytes) / 1024 / (subscribers - FIRST),
  };
}

/** Until the last one is level with the log and nothing is under way; who came late has missed the first events. */
async function settle(process: ChildProcess, clients: FanOutClients): Promise<void> {
  while (clients.complete() < SETTLE_EVENTS) {
    tell(process, { kind: 'publish' });
    await sleep(SETTLE_MS);
  }
  for (let known = -1; known < clients.complete(); await sleep(QUIET_MS)) known = clients.complete();
  clients.restart();
}

/** A closed loop: the next event happens when everybody has the one before the last. */
async function broadcast({ process, clients }: Contestant, subscribers: number, seconds: number) {
  const first = clients.complete();
  const publishedAt: number[] = [];
  const timesMs: number[] = [];
  clients.onDelivery = (event) => {
    const at = publishedAt[event - first];
    if (at !== undefined) timesMs.push(performance.now() - at);
  };
  const publish = () => {
    publishedAt.push(performance.now());
    tell(process, { kind: 'publish' });
  };
  const before = await usageOf(process);
  const startedAt = performance.now();
  for (let index = 0; index < IN_FLIGHT; index += 1) publish();
  while (performance.now() - startedAt < seconds * 1000) {
    await clients.everybodyHas(first + publishedAt.length - IN_FLIGHT + 1);
    publish();
  }
  await clients.everybodyHas(first + publishedAt.length);
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const after = await usageOf(process);
  clients.onDelivery = () => {};
  const deliveries = publishedAt.length * subscribers;
  return {
    perSecond: deliveries / tookSeconds,
    p99Ms: percentile(timesMs, 0.99),
    serverMicros: (after.cpuMicros - before.cpuMicros) / deliveries,
  };
}

async function usageOf(process: ChildProcess): Promise<Extract<FanOutReply, { kind: 'usage' }>> {
  const answered = once(process, 'message') as Promise<[Extract<FanOutReply, { kind: 'usage' }>]>;
  tell(process, { kind: 'usage' });
  const [usage] = await answered;
  return usage;
}

function tell(process: ChildProcess, request: FanOutRequest): void {
  process.send(request);
}
