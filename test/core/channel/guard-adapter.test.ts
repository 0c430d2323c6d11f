import { describe, expect, it } from 'vitest';
import { guardAdapter } from '../../../src/core/channel/guard-adapter.ts';
import {
  type AccountContext,
  type ChannelDefinition,
  ChannelError,
} from '../../../src/core/channel/index.ts';
import { createModelChannel } from '../../channels/conformance/model-channel.ts';

const sound = createModelChannel();
const accident = () => {
  throw new TypeError('Cannot read properties of undefined');
};

function guarded(change: Partial<ChannelDefinition>) {
  const faults: string[] = [];
  const adapter = guardAdapter({ ...sound, ...change }, (operation) => faults.push(operation), 1);
  return { adapter, faults };
}

const context = (signal = AbortSignal.timeout(10_000)): AccountContext => ({
  accountId: 'a',
  credentials: {},
  settings: {},
  apiBaseUrl: 'http://127.0.0.1:1',
  externalId: null,
  fetch,
  openMedia: () => Promise.reject(new Error('none')),
  clock: { now: () => new Date(0) },
  signal,
});
const request = { operation: 'send', body: {}, files: [], partIndexes: [0], cost: 1 };
const account = { externalId: null, username: null, settings: {} };
const webhookRequest = { method: 'POST', headers: {}, query: {}, body: new Uint8Array() } as const;

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a partner’s adapter that breaks its contract', () => {
  it('believes nobody, keeps the body, and answers no handshake when it throws at the webhook', () => {
    const { adapter, faults } = guarded({
      webhook: { verify: accident, parse: accident, answerHandshake: accident, answer: accident },
    });

    expect(adapter.webhook?.verify(webhookRequest, {})).toBe('forged');
    expect(adapter.webhook?.parse(new Uint8Array(), account)).toEqual({
      events: [],
      unknown: ['the adapter failed to read it'],
      ignored: [],
    });
    expect(adapter.webhook?.answerHandshake?.(webhookRequest, {})).toBeNull();
    expect(adapter.webhook?.answer?.(new Uint8Array(), account).status).toBe(200);
    expect(faults).toEqual(['verify', 'parse', 'answerHandshake', 'answer']);
  });

  it.each([
    undefined,
    null,
    [],
    { events: [{ event: { kind: 'hologram' } }], unknown: [], ignored: [] },
    {
      events: [
        {
          accountExternalId: null,
          event: {
            kind: 'message',
            externalId: 'm',
            sender: { externalId: 'a' },
            parts: [{ type: 'text', text: 'Hi' }],
            sentAt: new Date(Number.NaN),
          },
        },
      ],
      unknown: [],
      ignored: [],
    },
  ])('keeps the body raw when what it reads is %j', (payload) => {
    const parse = () => payload as never;
    const { adapter } = guarded({ webhook: { verify: () => 'authentic', parse } });

    const read = adapter.webhook?.parse(new Uint8Array(), account);

    expect(read).toEqual({ events: [], unknown: ['the adapter failed to read it'], ignored: [] });
  });

  it('costs only its own message when it fails to render', () => {
    const { adapter, faults } = guarded({ render: accident });

    expect(adapter.render({} as never).kind).toBe('unrenderable');
    expect(guarded({ render: () => undefined as never }).adapter.render({} as never).kind).toBe(
      'unrenderable',
    );
    expect(faults).toEqual(['render']);
  });

  it('says that nobody knows when it fails to send, even before it could return a promise', async () => {
    const { adapter, faults } = guarded({ send: accident });

    const error = await errorOf(adapter.send(request, context()));

    expect(error).toMatchObject({ kind: 'indeterminate', facts: { platformCode: 'adapter:TypeError' } });
    expect(error).toBeInstanceOf(ChannelError);
    expect(faults).toEqual(['send']);
  });

  it('is understood when it throws the ChannelError of another copy of Confab', async () => {
    class ForeignChannelError extends Error {
      override readonly name = 'ChannelError';
      readonly kind = 'throttled';
      readonly facts = { platformCode: '429', retryAfterMs: 5_000 };
    }
    const { adapter, faults } = guarded({ send: () => Promise.reject(new ForeignChannelError('Later.')) });

    const error = await errorOf(adapter.send(request, context()));

    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ kind: 'throttled', facts: { platformCode: '429', retryAfterMs: 5_000 } });
    expect(faults).toEqual([]);
  });

  it('reports a step that failed when checking an account throws', async () => {
    const { adapter } = guarded({ connect: accident });

    const report = await adapter.connect(context(), { mode: 'polling' });

    expect(report).toMatchObject({ account: null, steps: [{ isOk: false }] });
  });

  it('is left behind when it does not stop after its time is over', async () => {
    const { adapter } = guarded({ send: () => new Promise(() => {}) });

    const error = await errorOf(adapter.send(request, context(AbortSignal.abort())));

    expect(error).toMatchObject({ kind: 'indeterminate', facts: { platformCode: 'adapter:overdue' } });
  });

  it('fails only for itself when it lists templates or acts on a message', async () => {
    const { adapter, faults } = guarded({ delete: accident, templates: { list: accident } as never });
    const target = { recipientExternalId: 'ada', messageExternalId: 'm1' };

    const errors = [
      await errorOf(adapter.delete?.(target, context()) ?? Promise.resolve()),
      await errorOf(adapter.templates?.list(null, context()) ?? Promise.resolve()),
    ];

    expect(errors.every((error) => error instanceof ChannelError)).toBe(true);
    expect(faults).toEqual(['delete', 'list']);
  });

  it('is called as the object that it is', async () => {
    class ClassyChannel {
      readonly id = 'm1';
      async send() {
        return { externalIds: [this.id], acceptedAt: null };
      }
    }
    const definition: ChannelDefinition = Object.assign(new ClassyChannel(), { ...sound, send: undefined });
    Reflect.deleteProperty(definition, 'send');

    const adapter = guardAdapter(definition, () => {});

    expect(await adapter.send(request, context())).toEqual({ externalIds: ['m1'], acceptedAt: null });
  });

  it('offers nothing that it does not have', () => {
    const { adapter } = guarded({});

    expect(Object.keys(adapter).toSorted()).toEqual(Object.keys(sound).toSorted());
  });
});
