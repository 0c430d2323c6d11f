import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadline } from '../../../src/core/inbox/deadline.ts';

const TIME_MS = 50;
/** Shared with the platform: 0 until it has answered. */
const ANSWERED = 0;
/** Never set: to wait for it is to stand still. */
const NEVER = 1;

/** A platform in a thread of its own, so that it goes on while this one stands still. It answers when it is told to. */
const PLATFORM = `
  const { createServer } = require('node:http');
  const { parentPort, workerData } = require('node:worker_threads');
  const state = new Int32Array(workerData);
  const server = createServer((request, response) => {
    parentPort.postMessage('received');
    parentPort.once('message', () => {
      response.end('yes', () => {
        Atomics.store(state, ${ANSWERED}, 1);
        Atomics.notify(state, ${ANSWERED});
      });
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

describe('a deadline', () => {
  const state = new Int32Array(new SharedArrayBuffer(8));
  let platform: Worker;
  let url: string;

  beforeEach(async () => {
    state.fill(0);
    platform = new Worker(PLATFORM, { eval: true, workerData: state.buffer });
    const [port] = await once(platform, 'message');
    url = `http://127.0.0.1:${port}`;
  });
  afterEach(async () => void (await platform.terminate()));

  const ask = async () => {
    const stop = new AbortController();
    const received = once(platform, 'message');
    const answer = fetch(url, { signal: stop.signal }).then((response) => response.text());
    await received;
    return { answer, giveUp: () => stop.abort(new Error('given up')) };
  };

  it('ends what has no answer', async () => {
    const { answer, giveUp } = await ask();

    deadline(TIME_MS).addEventListener('abort', giveUp);

    await expect(answer).rejects.toThrow('given up');
  });

  it('lets an answer be read that came while the process stood still', async () => {
    const { answer, giveUp } = await ask();

    deadline(TIME_MS).addEventListener('abort', giveUp);
    platform.postMessage('answer');
    Atomics.wait(state, ANSWERED, 0);
    Atomics.wait(state, NEVER, 0, 20 * TIME_MS);

    expect(await answer).toBe('yes');
  });
});
