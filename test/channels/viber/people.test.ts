import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { channelErrorOf, startScriptedViber } from './scripted-viber.ts';
import { startScene } from './simulator/scene.ts';

const USER = 'qW3rT5yU7iO9pA1sD3fG5h==';
const ok = (fields: object) => ({ body: JSON.stringify({ status: 0, status_message: 'ok', ...fields }) });
const refused = (status: number) => ({ body: JSON.stringify({ status, status_message: 'no' }) });
const ask = (context: Parameters<NonNullable<typeof viber.fetchProfile>>[1]) =>
  Promise.resolve(viber.fetchProfile?.(USER, context));
const look = (context: Parameters<NonNullable<typeof viber.fetchProfile>>[1]) =>
  Promise.resolve(viber.presence?.fetch([USER, 'b', 'c', 'd'], context));

describe('who a subscriber is', () => {
  it('is what Viber tells, and nothing that it does not', async () => {
    const { calls, context } = await startScriptedViber(
      ok({ user: { id: USER, name: 'Olena', language: 'pt_BR', avatar: 'https://media.example/a.jpg' } }),
      ok({ user: { id: USER, name: '', avatar: 'no address' } }),
    );

    expect(await ask(context)).toEqual({
      displayName: 'Olena',
      locale: 'pt-BR',
      avatarUrl: 'https://media.example/a.jpg',
    });
    expect(await ask(context)).toEqual({});
    expect(calls[0]).toMatchObject({ path: '/pa/get_user_details', body: JSON.stringify({ id: USER }) });
  });

  it.each([5, 6])('is nobody’s business after status %i', async (status) => {
    const { context } = await startScriptedViber(refused(status));

    expect(await ask(context)).toBeNull();
  });

  it.each([
    [refused(12), 'throttled', '12'],
    [refused(2), 'unauthorized', '2'],
    [ok({}), 'unavailable', 'answer:malformed'],
    [ok({ user: { name: 'No id' } }), 'unavailable', 'answer:malformed'],
  ])('can not be known now: %j', async (answer, kind, platformCode) => {
    const { context } = await startScriptedViber(answer);

    expect(await channelErrorOf(ask(context))).toMatchObject({ kind, facts: { platformCode } });
  });
});

describe('who is online', () => {
  it('is told of those who let it be known', async () => {
    const { calls, context } = await startScriptedViber(
      ok({
        users: [
          { id: USER, online_status: 0, online_status_message: 'online' },
          { id: 'b', online_status: 1, last_online: 1_790_000_000_000 },
          { id: 'c', online_status: 2 },
          { id: 'd', online_status: 'odd' },
        ],
      }),
    );

    expect(await look(context)).toEqual(
      new Map([
        [USER, { isOnline: true, lastOnlineAt: null }],
        ['b', { isOnline: false, lastOnlineAt: new Date(1_790_000_000_000) }],
      ]),
    );
    expect(calls[0]).toMatchObject({ path: '/pa/get_online' });
    expect(viber.presence?.maxContacts).toBe(100);
  });

  it('can not be known when the answer says nothing', async () => {
    const { context } = await startScriptedViber(ok({}));

    expect(await channelErrorOf(look(context))).toMatchObject({ kind: 'unavailable' });
  });
});

it('asks what the platform answers', async () => {
  const { viber: platform, bot, ada, receiver } = await startScene();
  const { context } = await startScriptedViber();
  const real = {
    ...context,
    apiBaseUrl: platform.url,
    credentials: { authToken: bot.token, displayName: 'Shop' },
  };
  ada.writes('Hi');

  expect(await viber.fetchProfile?.(receiver, real)).toMatchObject({ displayName: 'Ada', locale: 'uk' });
  expect(await viber.presence?.fetch([receiver], real)).toEqual(
    new Map([[receiver, { isOnline: true, lastOnlineAt: null }]]),
  );
});
