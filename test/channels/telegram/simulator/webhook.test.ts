import { describe, expect, it, vi } from 'vitest';
import { granted, refusal, STANDING_CLOCK, startScene } from './bot-client.ts';
import { startReceiver } from './webhook-receiver.ts';

const HOUR_MS = 3_600_000;
const quick = { retryDelaysMs: [5, 10, 20] };

describe('setWebhook', () => {
  it.each`
    parameters                                                   | description
    ${{ url: 'ftp://example.org' }}                              | ${'Bad Request: invalid webhook URL specified'}
    ${{ url: 'https://' }}                                       | ${'Bad Request: invalid webhook URL specified'}
    ${{ url: 'https://a.org/h', secret_token: 'a'.repeat(257) }} | ${'Bad Request: secret token is too long'}
    ${{ url: 'https://a.org/h', secret_token: 'sp ace' }}        | ${'Bad Request: secret token contains unallowed characters'}
    ${{ url: 'http://a.org/h' }}                                 | ${'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'}
    ${{ url: 'https://a.org:444/h' }}                            | ${'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'}
  `('refuses $parameters with "$description" on the hosted server', async ({ parameters, description }) => {
    const { call } = await startScene({ isLocal: false });

    expect(await call('setWebhook', parameters)).toEqual(refusal(400, description));
  });

  it.each([80, 88, 443, 8443])('takes https on port %i on the hosted server', async (port) => {
    const { call } = await startScene({ isLocal: false });

    const reply = await call('setWebhook', { url: `https://127.0.0.1:${port}/hook` });

    expect(reply).toEqual({ status: 200, body: { ok: true, result: true, description: 'Webhook was set' } });
  });

  it('says what it did, and shows the setting', async () => {
    const { ada, call } = await startScene();
    const webhook = {
      url: 'http://127.0.0.1:9/hook',
      secret_token: 'demo-secret_42',
      max_connections: 20,
      ip_address: '127.0.0.1',
      allowed_updates: ['message_reaction', 'message', 'nonsense'],
    };

    const first = await call('setWebhook', { ...webhook, drop_pending_updates: true });
    const second = await call('setWebhook', webhook);
    ada.writes('one waits');
    const info = await call('getWebhookInfo');
    const removed = await call('setWebhook', { url: '' });
    const gone = await call('deleteWebhook');

    expect([first, second, removed, gone].map(({ body }) => body)).toEqual([
      { ok: true, result: true, description: 'Webhook was set' },
      { ok: true, result: true, description: 'Webhook is already set' },
      { ok: true, result: true, description: 'Webhook was deleted' },
      { ok: true, result: true, description: 'Webhook is already deleted' },
    ]);
    expect(info.body).toMatchObject({
      result: {
        url: webhook.url,
        has_custom_certificate: false,
        pending_update_count: 1,
        max_connections: 20,
        ip_address: '127.0.0.1',
        allowed_updates: ['message', 'message_reaction'],
      },
    });
  });

  it('shows an empty setting when there is no webhook', async () => {
    const { call } = await startScene();

    expect(await call('getWebhookInfo')).toEqual(
      granted({ url: '', has_custom_certificate: false, pending_update_count: 1 }),
    );
  });
});

describe('delivery to a webhook', () => {
  it('posts what waited already and what comes, one update each, with the secret in a header', async () => {
    const { ada, call } = await startScene();
    const receiver = await startReceiver();

    await call('setWebhook', { url: receiver.url, secret_token: 'demo-secret_42' });
    ada.writes('hello');

    expect(await receiver.texts(2)).toEqual(['/start', 'hello']);
    expect(receiver.deliveries.items[0]).toMatchObject({
      headers: { 'x-telegram-bot-api-secret-token': 'demo-secret_42', 'content-type': 'application/json' },
      update: { update_id: expect.any(Number), message: { from: { id: ada.id } } },
    });
    await vi.waitUntil(async () =>
      JSON.stringify((await call('getWebhookInfo')).body).includes('"pending_update_count":0'),
    );
  });

  it.each([200, 201, 204, 299])('is done with an answer of %i', async (status) => {
    const { ada, call } = await startScene(quick);
    const receiver = await startReceiver(() => ({ status }));
    await call('setWebhook', { url: receiver.url });

    ada.writes('one');
    ada.writes('two');

    expect(await receiver.texts(3)).toEqual(['/start', 'one', 'two']);
  });

  it.each`
    trouble                       | answer                                         | message
    ${'an answer of 503'}         | ${{ status: 503 }}                             | ${'Wrong response from the webhook: 503 Service Unavailable'}
    ${'a redirect'}               | ${{ status: 302, headers: { location: '/' } }} | ${'Wrong response from the webhook: 302 Found'}
    ${'a connection that closes'} | ${{ hangsUp: true }}                           | ${'Connection reset by peer'}
  `(
    'repeats the same update after $trouble, keeps the order, and tells of it',
    async ({ answer, message }) => {
      const { telegram, ada, call } = await startScene({ ...quick, clock: STANDING_CLOCK });
      await call('getUpdates', { offset: -1 });
      const receiver = await startReceiver((_delivery, count) => (count < 2 ? answer : {}));
      await call('setWebhook', { url: receiver.url, drop_pending_updates: true });

      const { updateIds } = ada.writes('one');
      ada.writes('two');

      expect(await receiver.texts(4)).toEqual(['one', 'one', 'one', 'two']);
      expect(receiver.deliveries.items.slice(0, 3).map(({ update }) => update.update_id)).toEqual(
        Array(3).fill(updateIds[0]),
      );
      expect((await call('getWebhookInfo')).body).toMatchObject({
        result: { last_error_message: message, last_error_date: telegram.time.unixSeconds() },
      });
    },
  );

  it('does not let one chat wait for another', async () => {
    const { telegram, ada, call } = await startScene({ retryDelaysMs: [60_000] });
    const grace = telegram.customer('Grace');
    const receiver = await startReceiver(({ update }) =>
      JSON.stringify(update).includes('Ada') ? { status: 500 } : {},
    );
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });

    ada.writes('stuck');
    grace.writes('one');
    grace.writes('two');

    expect(await receiver.texts(3)).toEqual(['stuck', 'one', 'two']);
  });

  it('has no more deliveries under way than max_connections', async () => {
    const { telegram, call } = await startScene(quick);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const receiver = await startReceiver(({ update }) => (update.marker === true ? {} : { after: held }));
    await call('setWebhook', { url: receiver.url, max_connections: 2, drop_pending_updates: true });

    for (const name of ['Bo', 'Cy', 'Di']) telegram.customer(name).writes('hello');
    await receiver.texts(2);
    // Whatever was sent together with the first two has arrived when this has come and gone.
    await fetch(receiver.url, { method: 'POST', body: '{"update_id":0,"marker":true}' });
    const whileHeld = await receiver.texts(3);
    release();

    expect(whileHeld).toEqual(['hello', 'hello', 'marker']);
    expect(await receiver.texts(4)).toHaveLength(4);
  });

  it('waits 1 s, then twice as long each time, and as long as Retry-After says', async () => {
    const { telegram, ada, call } = await startScene();
    const answers = [{ status: 500 }, { status: 500 }, { status: 503, headers: { 'retry-after': '30' } }, {}];
    const receiver = await startReceiver((_delivery, count) => answers[count] ?? {});
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });
    const { time } = telegram;

    ada.writes('hello');
    const isStillWaiting: boolean[] = [];
    for (const [index, waitMs] of [1_000, 2_000, 30_000].entries()) {
      await receiver.texts(index + 1);
      await vi.waitUntil(() => time.waiting === 1);
      time.advance(waitMs - 100);
      isStillWaiting.push(time.waiting === 1);
      time.advance(100);
    }

    expect(await receiver.texts(4)).toEqual(Array(4).fill('hello'));
    expect(isStillWaiting).toEqual([true, true, true]);
  });

  it('gives up after a day and goes on with the next', async () => {
    const { telegram, ada, call } = await startScene();
    const receiver = await startReceiver(({ update }) =>
      JSON.stringify(update).includes('too old') ? { status: 503, headers: { 'retry-after': '3600' } } : {},
    );
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });
    ada.writes('too old');
    ada.writes('next');

    for (let hour = 1; hour <= 24; hour += 1) {
      await receiver.texts(hour);
      await vi.waitUntil(() => telegram.time.waiting > 0 || receiver.deliveries.total > hour);
      telegram.time.advance(HOUR_MS);
    }

    await receiver.deliveries.waitFor(({ update }) => JSON.stringify(update).includes('next'));
    expect(receiver.deliveries.total).toBe(25);
  });

  it('removes a webhook that has answered 410 for 23 hours', async () => {
    const { telegram, ada, bot, call } = await startScene({ retryDelaysMs: [HOUR_MS] });
    const receiver = await startReceiver(() => ({ status: 410 }));
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });
    ada.writes('anybody there?');

    for (let hour = 1; hour <= 24 && bot.webhook !== null; hour += 1) {
      await receiver.texts(hour);
      await vi.waitUntil(() => telegram.time.waiting > 0 || bot.webhook === null);
      telegram.time.advance(HOUR_MS + 1);
    }

    await vi.waitUntil(() => bot.webhook === null);
    expect((await call('getWebhookInfo')).body).toMatchObject({ result: { url: '' } });
  });

  it('gives a webhook up that does not answer in time', async () => {
    const { ada, call } = await startScene({ ...quick, webhookTimeoutMs: 50 });
    const receiver = await startReceiver((_delivery, count) =>
      count === 0 ? { after: new Promise(() => {}) } : {},
    );
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });

    ada.writes('hello');

    expect(await receiver.texts(2)).toEqual(['hello', 'hello']);
    expect((await call('getWebhookInfo')).body).toMatchObject({
      result: { last_error_message: 'Read timeout expired' },
    });
  });

  it('stops when the webhook is deleted, and what waits can be polled', async () => {
    const { ada, call, updates } = await startScene({ retryDelaysMs: [60_000] });
    const receiver = await startReceiver(() => ({ status: 500 }));
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });
    ada.writes('hello');
    await receiver.texts(1);

    await call('deleteWebhook');

    expect(await updates()).toMatchObject([{ message: { text: 'hello' } }]);
  });
});

describe('a method call as the answer of a webhook', () => {
  it.each`
    type                                   | body
    ${'application/json'}                  | ${(id: number) => JSON.stringify({ method: 'sendMessage', chat_id: id, text: 'from the answer' })}
    ${'application/x-www-form-urlencoded'} | ${(id: number) => `method=sendMessage&chat_id=${id}&text=from+the+answer`}
  `('is carried out when it comes as $type', async ({ type, body }) => {
    const { ada, call } = await startScene();
    const receiver = await startReceiver(() => ({ headers: { 'content-type': type }, body: body(ada.id) }));
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });

    ada.writes('hello');

    await expect(ada.inbox.waitForMessage('from the answer')).resolves.toMatchObject({ chatId: ada.id });
  });

  it('is passed over when it is about receiving', async () => {
    const { bot, ada, call } = await startScene();
    const receiver = await startReceiver((_delivery, count) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        count === 0 ? { method: 'deleteWebhook' } : { method: 'sendMessage', chat_id: ada.id, text: 'done' },
      ),
    }));
    await call('setWebhook', { url: receiver.url, drop_pending_updates: true });

    ada.writes('one');
    ada.writes('two');
    await ada.inbox.waitForMessage('done');

    expect(bot.webhook?.url).toBe(receiver.url);
  });
});

describe('faults in delivery', () => {
  async function startDelivery() {
    const scene = await startScene(quick);
    const receiver = await startReceiver();
    await scene.call('setWebhook', { url: receiver.url, drop_pending_updates: true });
    return { ...scene, receiver, faults: scene.telegram.faults.deliveries };
  }

  it('delivers duplicates', async () => {
    const { ada, receiver, faults } = await startDelivery();
    faults.inject({ fault: { kind: 'duplicate', copies: 4 } });

    const { updateIds } = ada.writes('one');

    await receiver.texts(5);
    expect(receiver.deliveries.items.map(({ update }) => update.update_id)).toEqual(
      Array(5).fill(updateIds[0]),
    );
    expect(faults.list()).toMatchObject([{ fired: 1 }]);
  });

  it('loses the answer on the wire and delivers again', async () => {
    const { ada, receiver, faults } = await startDelivery();
    faults.inject({ fault: { kind: 'lost-answer' } });

    ada.writes('one');
    ada.writes('two');

    expect(await receiver.texts(3)).toEqual(['one', 'one', 'two']);
  });

  it.each`
    case                        | before
    ${'both wait already'}      | ${true}
    ${'the second comes later'} | ${false}
  `('swaps two updates of one chat when $case', async ({ before }) => {
    const { ada, call, receiver, faults } = await startDelivery();
    if (before) await call('deleteWebhook');
    faults.inject({ fault: { kind: 'swap', withinMs: 60_000 } });

    ada.writes('one');
    ada.writes('two');
    ada.writes('three');
    if (before) await call('setWebhook', { url: receiver.url });

    expect(await receiver.texts(3)).toEqual(['two', 'one', 'three']);
  });

  it('delivers what it would have swapped when nothing follows in time', async () => {
    const { telegram, ada, receiver, faults } = await startDelivery();
    faults.inject({ fault: { kind: 'swap', withinMs: 60_000 } });
    ada.writes('one');

    telegram.time.advance(60_000);

    expect(await receiver.texts(1)).toEqual(['one']);
  });

  it('delays one chat and not the others', async () => {
    const { telegram, ada, receiver, faults } = await startDelivery();
    faults.inject({ fault: { kind: 'delay', delayMs: 60_000 } });

    ada.writes('late');
    telegram.customer('Grace').writes('in time');
    const early = await receiver.texts(1);
    telegram.time.advance(60_000);

    expect(early).toEqual(['in time']);
    expect(await receiver.texts(2)).toEqual(['in time', 'late']);
  });

  it('befalls only the kind of update that it is aimed at', async () => {
    const { ada, receiver, faults } = await startDelivery();
    faults.inject({ fault: { kind: 'duplicate', copies: 1 }, operation: 'my_chat_member' });

    ada.writes('one');
    ada.blocks();

    expect(await receiver.texts(3)).toEqual(['one', 'my_chat_member', 'my_chat_member']);
  });
});
