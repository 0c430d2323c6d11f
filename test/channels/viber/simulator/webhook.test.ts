import { describe, expect, it, vi } from 'vitest';
import { deserted, signatureOf, startHook, startScene, tokenIn } from './scene.ts';

describe('set_webhook', () => {
  it('calls the address before it answers, and tells what will come', async () => {
    const { hook, set } = await startScene();

    expect(set.body).toMatchObject({ status: 0, chat_hostname: expect.any(String) });
    expect(set.body.event_types).toEqual(
      expect.arrayContaining(['message', 'subscribed', 'unsubscribed', 'delivered', 'seen', 'failed']),
    );
    expect(hook.callbacks.items[0]?.body).toMatchObject({ event: 'webhook' });
  });

  it('waits for the answer of the address', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hook = await startHook(() => ({ after: held }));
    const { call } = await startScene();

    let isAnswered = false;
    const answer = call('set_webhook', { url: hook.url }).then((given) => {
      isAnswered = true;
      return given;
    });
    await hook.waitFor('webhook');
    const wasAnswered = isAnswered;
    release();

    expect(wasAnswered).toBe(false);
    expect((await answer).body.status).toBe(0);
  });

  it.each([
    ['answers something else', 'HTTP/1.1 419', async () => (await startHook(() => ({ status: 419 }))).url],
    ['does not listen', 'Connection refused', deserted],
    ['is none', 'invalidUrl', async () => 'nowhere'],
  ])('refuses an address that %s, and keeps the one that it has', async (_why, message, addressOf) => {
    const { call, hook } = await startScene();

    const refused = await call('set_webhook', { url: await addressOf() });

    expect(refused.body).toMatchObject({ status: 1, status_message: expect.stringContaining(message) });
    expect((await call('get_account_info')).body).toMatchObject({ webhook: hook.url });
  });

  it('takes https alone where it does not play on this machine', async () => {
    const { call, hook } = await startScene({ isLocal: false });

    expect((await call('set_webhook', { url: hook.url })).body).toMatchObject({ status: 1 });
  });

  it('knows what can be asked for', async () => {
    const { call, hook } = await startScene();

    const wrong = await call('set_webhook', { url: hook.url, event_types: ['everything'] });
    const least = await call('set_webhook', { url: hook.url, event_types: [] });

    expect(wrong.body).toMatchObject({ status: 3 });
    expect((await call('set_webhook')).body).toMatchObject({ status: 4 });
    expect(least.body.event_types).toEqual(['message', 'subscribed', 'unsubscribed']);
  });
});

describe('a callback', () => {
  it('is signed with the token over its bytes', async () => {
    const { bot, ada, hook } = await startScene();

    ada.writes('Доброго дня');
    const { headers, raw } = await hook.waitFor('message');

    expect(headers['x-viber-content-signature']).toBe(signatureOf(bot.token, raw));
  });

  it('names its event by a number beyond 2^53', async () => {
    const { ada, hook } = await startScene();

    const { tokens } = ada.writes('Hi');
    const { raw, body } = await hook.waitFor('message');

    expect(tokenIn(raw)).toBe(tokens[0]);
    expect(String(body.message_token)).not.toBe(tokens[0]);
  });

  it('comes only when it was asked for', async () => {
    const { ada, hook } = await startScene({ webhook: { event_types: ['seen'] } });

    const opened = ada.opens();
    ada.writes('Hi');

    expect(opened.tokens).toEqual([]);
    expect(await hook.events(2)).toEqual(['webhook', 'message']);
  });

  it('tells name and picture only to whom asked for them, and of whom allows it', async () => {
    const { ada, call, hook } = await startScene();
    const senderAt = async (count: number) => {
      await hook.events(count);
      return hook.callbacks.items[count - 1]?.body.sender;
    };

    ada.writes('one');
    const known = await senderAt(2);
    ada.does({ do: 'hideProfile' });
    ada.writes('two');
    const hidden = await senderAt(3);
    await call('set_webhook', { url: hook.url });
    ada.writes('three');

    expect(known).toMatchObject({ name: 'Ada', avatar: expect.stringMatching(/^http/u), language: 'uk' });
    expect(hidden).toMatchObject({ name: 'Subscriber' });
    expect(hidden).not.toHaveProperty('avatar');
    expect(await senderAt(5)).toMatchObject({ name: 'Subscriber' });
  });

  it.each([401, 404, 500, 201])('comes again after a %i, the same to the byte', async (status) => {
    const { ada, hook } = await startScene({
      retryDelaysMs: [1],
      hook: ({ body }, count) => (body.event === 'message' && count === 1 ? { status } : {}),
    });

    ada.writes('Hi');
    await hook.events(3);

    expect(hook.callbacks.items[2]?.raw).toBe(hook.callbacks.items[1]?.raw);
  });

  it('is given up after an hour', async () => {
    const { viber, ada, hook } = await startScene({
      hook: ({ body }) => (JSON.stringify(body).includes('lost') ? { status: 500 } : {}),
    });

    ada.writes('lost');
    ada.writes('next');
    for (let attempts = 1; attempts <= 6; attempts += 1) {
      await hook.events(1 + attempts);
      await vi.waitUntil(() => viber.time.waiting > 0 || hook.callbacks.total > 7);
      viber.time.advance(3_600_000);
    }
    await hook.events(8);

    const texts = hook.callbacks.items.map(({ body }) => Object(body.message).text);
    expect(texts).toEqual([undefined, ...Array(6).fill('lost'), 'next']);
  });

  it('goes to the address that is set when it is sent', async () => {
    const { ada, call, viber } = await startScene({
      retryDelaysMs: [60_000],
      hook: ({ body }) => (body.event === 'message' ? { status: 500 } : {}),
    });
    ada.writes('Hi');
    await vi.waitUntil(() => viber.time.waiting > 0);
    const other = await startHook();

    await call('set_webhook', { url: other.url });
    viber.time.advance(60_000);

    expect(await other.events(2)).toEqual(['webhook', 'message']);
  });
});

describe('faults in delivery', () => {
  const texts = async (hook: Awaited<ReturnType<typeof startHook>>, count: number) => {
    await hook.events(count + 1);
    return hook.callbacks.items.slice(1).map(({ body }) => Object(body.message).text);
  };

  it('make duplicates', async () => {
    const { viber, ada, hook } = await startScene();
    viber.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 2 }, operation: 'message' });

    ada.writes('one');

    expect(await texts(hook, 3)).toEqual(['one', 'one', 'one']);
  });

  it('lose an answer, and repeat', async () => {
    const { viber, ada, hook } = await startScene({ retryDelaysMs: [1] });
    viber.faults.deliveries.inject({ fault: { kind: 'lost-answer' } });

    ada.writes('one');
    ada.writes('two');

    expect(await texts(hook, 3)).toEqual(['one', 'one', 'two']);
  });

  it('change the order', async () => {
    const { viber, ada, hook } = await startScene();
    viber.faults.deliveries.inject({ fault: { kind: 'swap', withinMs: 60_000 } });

    ada.writes('one');
    ada.writes('two');

    expect(await texts(hook, 2)).toEqual(['two', 'one']);
  });

  it('hold one person back and nobody else', async () => {
    const { viber, ada, hook } = await startScene();
    viber.faults.deliveries.inject({ fault: { kind: 'delay', delayMs: 60_000 } });

    ada.writes('late');
    viber.customer('Grace').writes('in time');
    const early = await texts(hook, 1);
    viber.time.advance(60_000);

    expect(early).toEqual(['in time']);
    expect(await texts(hook, 2)).toEqual(['in time', 'late']);
  });
});
