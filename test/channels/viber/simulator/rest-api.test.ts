import { describe, expect, it } from 'vitest';
import { startScene, tokenIn } from './scene.ts';

describe('a call', () => {
  it('is answered with HTTP 200 and a status in the body, also when it is refused', async () => {
    const { post } = await startScene();

    const unnamed = await post('get_account_info', '{}', null);
    const unknown = await post('get_account_info', '{}', 'a-b-c');
    const broken = await post('get_account_info', '{"half');

    expect([unnamed, unknown, broken].map(({ httpStatus }) => httpStatus)).toEqual([200, 200, 200]);
    expect(unnamed.body).toMatchObject({ status: 2, status_message: 'missing_auth_token' });
    expect(unknown.body).toMatchObject({ status: 2, status_message: 'invalidAuthToken' });
    expect(broken.body).toMatchObject({ status: 3 });
  });

  it('takes the token in the body, too', async () => {
    const { post, bot } = await startScene();

    const info = await post('get_account_info', JSON.stringify({ auth_token: bot.token }), null);

    expect(info.body).toMatchObject({ status: 0, uri: 'shopbot' });
  });

  it('has at most 30 kB', async () => {
    const { send, ada } = await startScene();
    ada.writes('Hi');

    const fits = await send({ text: 'x'.repeat(7000) });
    const tooLarge = await send({ padding: 'x'.repeat(30_000) });

    expect([fits.body.status, tooLarge.body.status]).toEqual([0, 3]);
  });

  it.each([
    ['GET', '/pa/get_account_info', 405],
    ['POST', '/pa/nothing', 404],
    ['POST', '/nothing', 404],
  ])('is one that there is: %s %s is not', async (method, path, status) => {
    const { viber } = await startScene();

    expect((await fetch(viber.url + path, { method })).status).toBe(status);
  });

  it.each([7, 8, 9, 15, 19, 21, 22, 99])('is refused with %i while the bot is', async (status) => {
    const { viber, bot, call } = await startScene();

    viber.refuseAll(bot, status);
    const refused = await call('get_account_info');
    viber.refuseAll(bot, null);

    expect(refused.body).toMatchObject({ status });
    expect((await call('get_account_info')).body.status).toBe(0);
  });

  it('gets its answer from a proxy when a fault says so, and is recorded with what befell it', async () => {
    const { viber, call, send, ada } = await startScene();
    ada.writes('Hi');
    viber.faults.answers.inject({ fault: { kind: 'error', status: 502 }, operation: 'send_message' });

    const refused = await send();
    const taken = await send();

    expect([refused.httpStatus, taken.body.status]).toEqual([502, 0]);
    expect((await call('get_account_info')).httpStatus).toBe(200);
    expect(viber.requests.items.filter(({ operation }) => operation === 'send_message')).toMatchObject([
      { account: 'shopbot', answer: null, fault: 'error' },
      { answer: { status: 0, message_token: tokenIn(taken.raw) }, fault: null, body: { text: 'Hello' } },
    ]);
  });
});

describe('what a bot may ask', () => {
  it('is who it is', async () => {
    const { call, ada, bot, hook } = await startScene();
    ada.writes('Hi');

    expect((await call('get_account_info')).body).toMatchObject({
      status: 0,
      id: bot.id,
      name: 'Shop',
      uri: 'shopbot',
      webhook: hook.url,
      subscribers_count: 1,
    });
  });

  it('is who a subscriber is, twice in twelve hours', async () => {
    const { viber, call, ada, receiver } = await startScene();
    ada.writes('Hi');
    const ask = async () => (await call('get_user_details', { id: receiver })).body;

    const first = await ask();
    const statuses = [(await ask()).status, (await ask()).status];
    viber.time.advance(12 * 3_600_000);

    expect(first).toMatchObject({
      status: 0,
      user: { id: receiver, name: 'Ada', country: 'UA', api_version: 10 },
    });
    expect(statuses).toEqual([0, 12]);
    expect((await ask()).status).toBe(0);
  });

  it('is not who somebody is that it has nothing to do with', async () => {
    const { call, ada, receiver } = await startScene();

    const unknown = await call('get_user_details', { id: 'who' });
    const visitor = await call('get_user_details', { id: receiver });
    ada.writes('Hi');
    ada.does({ do: 'leave' });
    const gone = await call('get_user_details', { id: receiver });

    expect([unknown, visitor, gone].map(({ body }) => body.status)).toEqual([5, 6, 5]);
    expect((await call('get_user_details')).body.status).toBe(4);
  });

  it('is who is online, a hundred at a time', async () => {
    const { call, ada, receiver } = await startScene();
    const ask = async (ids: readonly string[]) => (await call('get_online', { ids })).body;

    const online = await ask([receiver, 'who']);
    ada.does({ do: 'goOffline' });
    const offline = await ask([receiver]);

    expect(online).toMatchObject({
      users: [
        { id: receiver, online_status: 0 },
        { id: 'who', online_status: 4 },
      ],
    });
    expect(offline).toMatchObject({ users: [{ online_status: 1 }] });
    expect(await ask(Array(101).fill('x'))).toMatchObject({ status: 3 });
  });
});
