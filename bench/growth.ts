import { exampleChannel } from '../test/support/example-channel.ts';
import { type GatewayProcess, startGatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { ask, INBOX_PAGE } from './inbox-query.ts';
import { receive } from './intake.ts';
import { drainOutbox } from './outbox.ts';
import { median } from './percentile.ts';
import { type Platform, startPlatform } from './platform.ts';
import type { PostgresServer } from './postgres-server.ts';
import { createRandom } from './random.ts';
import { openReceivingScene, type ReceivingScene } from './receiving-scene.ts';
import { inRounds } from './rounds.ts';
import { seedLargeInbox } from './seed-large-inbox.ts';
import { openSendingScene, type SendingScene } from './sending-scene.ts';
import { postUpdates } from './webhooks.ts';

const ANSWER_MS = 20;
const SENT_A_SECOND = 500;
const RECIPIENTS = 500;

/** One gateway on one database of some size. */
interface Grown {
  readonly times: number;
  readonly conversations: number;
  readonly messages: number;
  readonly gateway: GatewayProcess;
  readonly receiving: ReceivingScene;
  readonly sending: SendingScene;
}

/** How cost grows: the first four goals' rates on a multiple of the data. */
export const growth: BenchCase = {
  name: 'growth',
  about: 'webhooks, intake, outbox and inbox pages on multiples of the data, taking turns',
  async run(server, options) {
    const platform = await startPlatform(ANSWER_MS);
    const grown: Grown[] = [];
    try {
      for (const times of options.growth) grown.push(await grow(server, platform, times, options));
      const { rounds, seconds, seed } = options;
      const random = createRandom(seed);
      const sent = Math.ceil(SENT_A_SECOND * seconds);
      return [
        ...(await figuresOf('webhooks acknowledged', grown, rounds, ({ gateway, receiving, conversations }) =>
          postUpdates(gateway.url, receiving.accounts, random, seconds, conversations),
        )),
        ...(await figuresOf('messages stored without HTTP', grown, rounds, ({ receiving, conversations }) =>
          receive(receiving, random, seconds, conversations),
        )),
        ...(await figuresOf('messages sent', grown, rounds, async ({ sending }) => {
          await sending.queue(sent);
          const startedAt = performance.now();
          await drainOutbox(sending);
          return { perSecond: sent / ((performance.now() - startedAt) / 1000) };
        })),
        ...(await figuresOf('inbox pages', grown, rounds, ({ gateway, receiving }) =>
          ask(gateway.url, { authorization: `Bearer ${receiving.accounts[0]?.apiKey}` }, INBOX_PAGE, seconds),
        )),
      ];
    } finally {
      for (const { gateway, receiving, sending } of grown) {
        await sending.close();
        await receiving.close();
        await gateway.dispose();
      }
      platform.close();
    }
  },
};

async function grow(
  server: PostgresServer,
  platform: Platform,
  times: number,
  { growthBase }: BenchOptions,
): Promise<Grown> {
  const databaseUrl = await server.database();
  // Its workers would send what the bench queues.
  const gateway = await startGatewayProcess({ databaseUrl, environment: { CONFAB_ROLE: 'web' } });
  const receiving = await openReceivingScene(databaseUrl, gateway.secret, 1);
  const [account] = receiving.accounts;
  if (account === undefined) throw new Error('The scene has an account.');
  const conversations = growthBase * times;
  const messages = await seedLargeInbox(databaseUrl, account, conversations);
  const sending = await openSendingScene(databaseUrl, exampleChannel, platform.url, RECIPIENTS);
  return { times, conversations, messages, gateway, receiving, sending };
}

/** Each size ÷ the smallest. There is no goal: a curve that bends is what one wants to see. */
async function figuresOf(
  what: string,
  grown: readonly Grown[],
  rounds: number,
  measure: (one: Grown) => Promise<{ readonly perSecond: number }>,
): Promise<readonly Figure[]> {
  const results = await inRounds(
    rounds,
    Object.fromEntries(grown.map((one) => [`×${one.times}`, () => measure(one)])),
  );
  const [smallest, ...larger] = grown;
  const rateOf = ({ times }: Grown) => results[`×${times}`]?.map(({ perSecond }) => perSecond) ?? [];
  return larger.map((one) => ({
    goal: `${what} per second at ×${one.times} ÷ at ×${smallest?.times}`,
    ratio: median(
      rateOf(one).map((rate, round) => rate / ((smallest && rateOf(smallest)[round]) ?? Number.NaN)),
    ),
    measured: {
      [`×${smallest?.times}/s`]: smallest === undefined ? Number.NaN : median(rateOf(smallest)),
      [`×${one.times}/s`]: median(rateOf(one)),
    },
    conditions: { conversations: one.conversations, messages: one.messages, rounds },
  }));
}
