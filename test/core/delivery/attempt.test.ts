import { describe, expect, it } from 'vitest';
import { type AccountContext, ChannelError, type WireRequest } from '../../../src/core/channel/index.ts';
import { attempt } from '../../../src/core/delivery/attempt.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createMovableClock } from '../../support/movable-clock.ts';

const REQUEST: WireRequest = { operation: 'send', body: {}, files: [], partIndexes: [0], cost: 1 };

const context = (signal: AbortSignal): AccountContext => ({
  signal,
  accountId: 'account',
  credentials: {},
  settings: {},
  apiBaseUrl: 'https://api.example.invalid',
  externalId: null,
  fetch: () => Promise.reject(new Error('No adapter here reaches the network.')),
  openMedia: () => Promise.reject(new Error('There are no files.')),
  clock: createMovableClock(),
});

describe('an attempt', () => {
  const made = (send: () => Promise<unknown>, signal = new AbortController().signal) =>
    attempt({ ...exampleChannel, send: send as typeof exampleChannel.send }, REQUEST, context(signal));

  it('has an unclear outcome when the adapter throws something of its own', async () => {
    const outcome = await made(() => Promise.reject(new TypeError('undefined is not a function')));

    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { kind: 'indeterminate', facts: { platformCode: 'adapter:TypeError' } },
    });
  });

  it('has the outcome that the adapter tells of', async () => {
    const error = new ChannelError('rejected', 'No.', { platformCode: '400', cause: 'other' });

    expect(await made(() => Promise.reject(error))).toEqual({ kind: 'failed', error });
  });

  it('is accepted however badly the adapter tells of it', async () => {
    expect(await made(async () => undefined)).toEqual({
      kind: 'accepted',
      receipt: { externalIds: [], acceptedAt: null },
    });
    expect(
      await made(async () => ({ externalIds: ['a\u0000b', 7], acceptedAt: new Date(Number.NaN) })),
    ).toEqual({ kind: 'accepted', receipt: { externalIds: ['a\ufffdb'], acceptedAt: null } });
  });

  it('ends with an unclear outcome when the adapter never comes back', async () => {
    const outcome = await made(() => new Promise(() => {}), AbortSignal.abort());

    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { kind: 'indeterminate', facts: { platformCode: 'adapter:TimedOut' } },
    });
  });
});
