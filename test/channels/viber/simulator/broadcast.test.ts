import { describe, expect, it } from 'vitest';
import { startScene, tokenIn } from './scene.ts';

async function startBroadcast(options: Parameters<typeof startScene>[0] = {}) {
  const scene = await startScene(options);
  const { viber, bot, ada, call } = scene;
  const grace = viber.customer('Grace');
  for (const person of [ada, grace]) person.writes('Hi');
  const ids = [viber.userId(bot, ada), viber.userId(bot, grace)];
  const broadcast = (fields: object = {}) =>
    call('broadcast_message', {
      sender: { name: 'Shop' },
      type: 'text',
      text: 'Open today',
      broadcast_list: ids,
      ...fields,
    });
  return { ...scene, grace, ids, broadcast };
}

describe('a broadcast', () => {
  it('reaches everybody under one token, and each phone reports for itself', async () => {
    const { ada, grace, ids, hook, broadcast } = await startBroadcast();

    const answer = await broadcast();
    const messages = await Promise.all([ada, grace].map(({ inbox }) => inbox.waitForMessage('Open today')));
    const token = tokenIn(answer.raw);
    const reports = await Promise.all(
      ids.map((id) =>
        hook.callbacks.waitFor((one) => one.body.event === 'delivered' && one.body.user_id === id && one),
      ),
    );

    expect(answer.body).toMatchObject({ status: 0, status_message: 'ok' });
    expect(answer.body).not.toHaveProperty('failed_list');
    expect(messages.map((message) => message.token)).toEqual([token, token]);
    expect(reports.map(({ raw }) => tokenIn(raw))).toEqual([token, token]);
  });

  it('says whom it does not reach, and is "ok" all the same', async () => {
    const { grace, ids, broadcast } = await startBroadcast();
    grace.unsubscribes();

    const answer = await broadcast({ broadcast_list: [...ids, 'nobody'] });

    expect(answer.body).toMatchObject({
      status: 0,
      failed_list: [
        { receiver: ids[1], status: 6, status_message: 'Not subscribed' },
        { receiver: 'nobody', status: 5, status_message: 'Not found' },
      ],
    });
  });

  it('puts in who reads it', async () => {
    const { ada, ids, broadcast } = await startBroadcast();

    await broadcast({
      text: 'Hi replace_me_with_user_name (replace_me_with_receiver_id)',
      keyboard: {
        Type: 'keyboard',
        Buttons: [
          {
            ActionType: 'open-url',
            ActionBody: 'https://example.org/?u=replace_me_with_url_encoded_receiver_id',
          },
        ],
      },
    });
    const message = await ada.inbox.waitForMessage('Hi');

    expect(message.text).toBe(`Hi Ada (${ids[0]})`);
    expect(message.keyboard?.[0]?.ActionBody).toBe(
      `https://example.org/?u=${encodeURIComponent(ids[0] ?? '')}`,
    );
  });

  it.each([
    [4, { broadcast_list: undefined }],
    [3, { broadcast_list: [] }],
    [3, { broadcast_list: Array(301).fill('x') }],
    [3, { broadcast_list: 'x' }],
    [3, { text: '' }],
  ])('is refused as a whole with %i: %j', async (status, fields) => {
    const { broadcast } = await startBroadcast();

    expect((await broadcast(fields)).body).toMatchObject({ status });
  });

  it('is refused where Viber has not enabled it, and without a webhook', async () => {
    const { bot, call, broadcast } = await startBroadcast();

    bot.canBroadcast = false;
    const forbidden = await broadcast();
    bot.canBroadcast = true;
    await call('set_webhook', { url: '' });

    expect(forbidden.body).toMatchObject({ status: 20 });
    expect((await broadcast()).body).toMatchObject({ status: 10 });
  });

  it('may be asked for so many times in ten seconds', async () => {
    const { viber, broadcast } = await startBroadcast({ maxBroadcastsPer10s: 2 });

    const statuses = [await broadcast(), await broadcast(), await broadcast()].map(({ body }) => body.status);
    viber.time.advance(10_000);

    expect(statuses).toEqual([0, 0, 12]);
    expect((await broadcast()).body.status).toBe(0);
  });
});
