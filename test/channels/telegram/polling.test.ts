import { describe, expect, it } from 'vitest';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import { channelErrorOf, startScene } from './scene.ts';

const account = { externalId: null, username: 'acme_bot', settings: {} };
const eventsOf = (bodies: readonly Uint8Array[]) =>
  bodies.flatMap((body) => parseUpdate(body, account).events.map(({ event }) => event));

describe('polling', () => {
  it('brings what waits, each as a body of its own', async () => {
    const { ada, contextWith } = await startScene();
    ada.writes('one');
    ada.writes('two');

    const { bodies } = await poll(null, contextWith());

    expect(eventsOf(bodies)).toMatchObject([
      { kind: 'message', command: { name: 'start' } },
      { kind: 'message', parts: [{ text: 'one' }] },
      { kind: 'message', parts: [{ text: 'two' }] },
    ]);
  });

  it('brings the same again until it is called with the new cursor', async () => {
    const { ada, contextWith } = await startScene();

    const first = await poll(null, contextWith());
    const again = await poll(null, contextWith());
    ada.writes('more');
    const next = await poll(first.nextCursor, contextWith());

    expect(again).toEqual(first);
    expect(eventsOf(next.bodies)).toMatchObject([{ parts: [{ text: 'more' }] }]);
  });

  it('waits for news', async () => {
    const { telegram, ada, contextWith } = await startScene();
    const { nextCursor } = await poll(null, contextWith());

    const waiting = poll(nextCursor, contextWith({ signal: AbortSignal.timeout(20_000) }));
    ada.writes('now');

    expect(eventsOf((await waiting).bodies)).toMatchObject([{ parts: [{ text: 'now' }] }]);
    expect(telegram.requests.items.at(-1)?.parameters).toMatchObject({ timeout: '25', limit: '100' });
  });

  it('keeps its cursor when nothing came', async () => {
    const { contextWith } = await startScene();
    const nothing = async () => Response.json({ ok: true, result: [] });

    expect(await poll('17', contextWith({ fetch: nothing }))).toEqual({ bodies: [], nextCursor: '17' });
  });

  it('asks for reactions, which do not come by themselves', async () => {
    const { ada, contextWith, sends } = await startScene();
    await poll(null, contextWith());
    await sends([{ type: 'text', text: 'Hi' }]);
    ada.reacts(ada.inbox.messages[0]?.messageId ?? 0, ['👍']);

    const { bodies } = await poll(null, contextWith());

    expect(eventsOf(bodies)).toContainEqual(expect.objectContaining({ kind: 'reaction', emojis: ['👍'] }));
  });

  it.each([
    ['another process that polls', 409, 'unavailable'],
    ['a revoked token', 401, 'unauthorized'],
    ['too many requests', 429, 'throttled'],
    ['a Telegram that stumbles', 502, 'unavailable'],
  ])('tells %s apart', async (_, status, kind) => {
    const { telegram, contextWith } = await startScene();
    telegram.faults.answers.inject({ fault: { kind: 'error', status } });

    expect((await channelErrorOf(poll(null, contextWith()))).kind).toBe(kind);
  });
});
