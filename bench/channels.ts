import { timingSafeEqual } from 'node:crypto';
import { parseLosslessJson } from '../src/channels/shared/lossless-json.ts';
import { bodyOf } from '../src/channels/testing/body-of.ts';
import {
  CONFORMING_CHANNELS,
  type ConformingChannel,
} from '../test/channels/conformance/conforming-channels.ts';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { measureWebhooks } from './channel-webhooks.ts';
import { median } from './percentile.ts';
import { inRounds } from './rounds.ts';

/** Of each contestant's seconds, as there are many contestants. */
const SHARE_OF_SECONDS = 0.1;

/** What understanding a webhook costs, without anything around it, and what comes through with all that is. */
export const channels: BenchCase = {
  name: 'channels',
  about:
    'each channel’s corpus verified and parsed, and its texts through the real server, beside the bare signature check and JSON.parse of the same bodies',
  run: async (server, options) => [
    ...(await measureChannels(options)),
    ...(await measureWebhooks(server, options)),
  ],
};

type Turns = Pick<BenchOptions, 'rounds' | 'seconds'>;

/** Needs no server. */
export async function measureChannels(turns: Turns): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const channel of CONFORMING_CHANNELS) figures.push(await channelFigure(channel, turns));
  return [...figures, ...(await integerFigures(turns))];
}

async function channelFigure(
  { definition, fixtures }: ConformingChannel,
  { rounds, seconds }: Turns,
): Promise<Figure> {
  const { webhook } = definition;
  const { signature, credentials } = fixtures;
  if (webhook === undefined || signature === undefined) throw new Error(`${definition.name} has no webhook.`);
  const account = { ...fixtures.account, settings: fixtures.settings ?? {} };
  const requests = fixtures.inbound
    .map(bodyOf)
    // What is not JSON at all is refused by both in no time.
    .filter(isJson)
    .map((body) => ({
      method: 'POST' as const,
      query: {},
      body,
      headers: signature.sign(body, credentials),
    }));

  const results = await inRounds(rounds, {
    adapter: async () =>
      perCpuSecond(seconds * SHARE_OF_SECONDS, requests, (request) => {
        if (webhook.verify(request, credentials) !== 'authentic') throw new Error('It is signed.');
        webhook.parse(request.body, account);
      }),
    bare: async () =>
      perCpuSecond(seconds * SHARE_OF_SECONDS, requests, ({ body, headers }) => {
        for (const [name, expected] of Object.entries(signature.sign(body, credentials))) {
          const [one, other] = [headers[name], expected].map((value) => Buffer.from(String(value)));
          // A signature that holds the time is another one by now; comparing costs the same.
          if (one?.length === other?.length) timingSafeEqual(one ?? nothing, other ?? nothing);
        }
        JSON.parse(decoder.decode(body));
      }),
  });
  const rate = (name: keyof typeof results) => median(results[name]);
  return {
    goal: `${definition.name}: webhooks verified and parsed per second ÷ bare signature check and JSON.parse`,
    ratio: ratioOf(results.adapter, results.bare),
    measured: { 'adapter/s': rate('adapter'), 'bare/s': rate('bare') },
    conditions: {
      bodies: requests.length,
      'mean bytes': Math.round(
        requests.reduce((sum, { body }) => sum + body.length, 0) / Math.max(1, requests.length),
      ),
    },
  };
}

/** Goal 10: exact numbers beyond 2^53, and what looking for them costs where there are none. */
async function integerFigures({ rounds, seconds }: Turns): Promise<readonly Figure[]> {
  const texts = (number: string) => [
    `{"event":"message","timestamp":1790000000123,"chat_hostname":"SN-CHAT-03_","message_token":${number},"sender":{"id":"qW3rT5yU7iO9pA1sD3fG5h==","name":"Olena","avatar":"https://media.example/avatar.jpg","language":"uk","country":"UA","api_version":10},"message":{"text":"Is my order 49 ready for collection? I can come by at 5.","type":"text","tracking_data":"order-49"},"silent":false}`,
  ];
  const measure = (bodies: readonly string[], read: (text: string) => unknown) => async () =>
    perCpuSecond(seconds * SHARE_OF_SECONDS, bodies, (text) => void read(text));
  const [present, absent] = [texts('4912661846655238145'), texts('491266')];
  const results = await inRounds(rounds, {
    present: measure(present, parseLosslessJson),
    presentBare: measure(present, JSON.parse),
    absent: measure(absent, parseLosslessJson),
    absentBare: measure(absent, JSON.parse),
  });
  const cost = (ours: keyof typeof results, bare: keyof typeof results) =>
    1 / ratioOf(results[ours], results[bare]);
  const measured = {
    'exact/s': median(results.present),
    'JSON.parse/s': median(results.presentBare),
  };
  return [
    {
      goal: 'exact large integers: time of a body that holds one ÷ JSON.parse',
      atMost: 4,
      ratio: cost('present', 'presentBare'),
      measured,
      conditions: { bytes: present[0]?.length ?? 0 },
    },
    {
      goal: 'exact large integers: time of a body without ÷ JSON.parse',
      atMost: 1.1,
      ratio: cost('absent', 'absentBare'),
      measured: {},
      conditions: {},
    },
  ];
}

const decoder = new TextDecoder();
const nothing = Buffer.alloc(0);

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(decoder.decode(body));
    return true;
  } catch {
    return false;
  }
}

function ratioOf(ours: readonly number[], peer: readonly number[]): number {
  return median(ours.map((rate, round) => rate / (peer[round] ?? Number.NaN)));
}

/** Calls per second of processor time: nothing here waits for anything, so what else the machine does is left out. */
function perCpuSecond<Item>(seconds: number, items: readonly Item[], work: (item: Item) => void): number {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let calls = 0;
  do {
    for (const item of items) work(item);
    calls += items.length;
  } while (performance.now() - startedAt < seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  return calls / ((user + system) / 1e6);
}
