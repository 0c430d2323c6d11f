import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectBot } from '../support/journey.ts';
import { waitFor } from '../support/wait-for.ts';

const STALLED = 200;
/** Together three times as much as may arrive at once, and none of them too large by itself. */
const HUGE = 100;
const HUGE_BYTES = 4_000_000;
const ROOM_FOR = 33;

describe('a gateway whose clients mean no good', () => {
  let gateway: GatewayProcess;
  let telegram: TelegramSimulator;
  let token: string;
  const sockets: Socket[] = [];
  let written = 0;

  beforeAll(async () => {
    telegram = await startTelegramSimulator({ floodLimits: null, seed: 1 });
    gateway = await startGatewayProcess({ hasPublicUrl: true });
    ({ token } = await connectBot(gateway, telegram, telegram.addBot().token));
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    await gateway.dispose();
    await telegram.close();
  });

  /** A customer writes and an agent sees it: webhooks and the API work. */
  const servesOthers = async () => {
    written += 1;
    const name = `Customer ${written}`;
    telegram.customer(name).starts();
    await waitFor('a customer gets through', async () => {
      const { conversations } = await query<{ conversations: { nodes: { contact: { name: string } }[] } }>(
        gateway.url,
        token,
        '{ conversations(first: 50) { nodes { contact { name } } } }',
      );
      return conversations.nodes.some(({ contact }) => contact.name === name);
    });
  };
  const say = async (words: string | Buffer): Promise<Socket> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    sockets.push(socket);
    // Whatever is said to us is read, or its end would not be seen.
    socket.on('error', () => {}).resume();
    await new Promise((connected) => socket.once('connect', connected));
    socket.write(words);
    return socket;
  };
  const beginning = (bytes: number) =>
    `POST /webhooks/telegram/${randomUUID()} HTTP/1.1\r\nhost: gateway\r\ncontent-length: ${bytes}\r\n`;
  const ended = (all: readonly Socket[]) => all.filter((socket) => socket.closed).length;

  it(`serves others while ${STALLED} connections never finish what they say, and ends those whose headers do not come`, async () => {
    const ofHeaders: Socket[] = [];
    for (let index = 0; index < STALLED / 2; index += 1) {
      ofHeaders.push(await say(beginning(10)));
      await say(`${beginning(10)}\r\n{"up`);
    }

    await servesOthers();

    await waitFor('they are ended', () => ended(ofHeaders) === ofHeaders.length);
    await servesOthers();
  });

  it('sends away what is too much, by itself or together, and serves others meanwhile', async () => {
    const chunk = Buffer.alloc(HUGE_BYTES, 'x');
    const chunked =
      'POST /webhooks/telegram/x HTTP/1.1\r\nhost: gateway\r\ntransfer-encoding: chunked\r\n\r\n';
    const tooLarge = [await say(`${beginning(1024 ** 4)}\r\n`), await say(chunked)];
    tooLarge[1]?.write(`${(2 * HUGE_BYTES).toString(16)}\r\n`);
    tooLarge[1]?.write(Buffer.concat([chunk, chunk]));
    const together: Socket[] = [];
    for (let index = 0; index < HUGE; index += 1) {
      const socket = await say(`${beginning(HUGE_BYTES + 1)}\r\n`);
      socket.write(chunk);
      together.push(socket);
    }

    await waitFor('what is too large is ended', () => ended(tooLarge) === tooLarge.length);
    await waitFor('most are ended', () => ended(together) >= HUGE - ROOM_FOR);
    await servesOthers();

    expect(together.filter((socket) => !socket.closed).length).toBeGreaterThan(0);
  });
});
