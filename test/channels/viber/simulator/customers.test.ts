import { describe, expect, it } from 'vitest';
import { ActionImpossible } from '../../../../src/channels/viber/simulator/index.ts';
import { signatureOf, startFiles, startScene, tokenIn } from './scene.ts';

const welcome = JSON.stringify({
  sender: { name: 'Shop' },
  type: 'text',
  text: 'Welcome! Press Start.',
  keyboard: { Type: 'keyboard', Buttons: [{ ActionType: 'reply', ActionBody: 'Start', Text: 'Start' }] },
});
const onOpening = (answer: string) => (callback: { body: Readonly<Record<string, unknown>> }) =>
  callback.body.event === 'conversation_started' ? { body: answer } : {};

describe('somebody who opens the chat', () => {
  it('is told of with the context of the link, and is no subscriber', async () => {
    const { ada, receiver, hook } = await startScene();

    ada.opens('flyer-12');
    const { body } = await hook.waitFor('conversation_started');

    expect(body).toMatchObject({
      type: 'open',
      context: 'flyer-12',
      user: { id: receiver, name: 'Ada' },
      subscribed: false,
    });
  });

  it('sees what the webhook answers, once, and its receipt comes under a token of its own', async () => {
    const { viber, ada, hook } = await startScene({ hook: onOpening(welcome) });
    viber.faults.deliveries.inject({
      fault: { kind: 'duplicate', copies: 2 },
      operation: 'conversation_started',
    });

    ada.opens();
    const message = await ada.inbox.waitForMessage('Welcome');
    const { raw } = await hook.waitFor('delivered');
    ada.taps('Start');

    expect(message).toMatchObject({ isWelcome: true, sender: 'Shop' });
    expect(tokenIn(raw)).toBe(message.token);
    expect((await hook.waitFor('message')).body).toMatchObject({ message: { type: 'text', text: 'Start' } });
    expect(ada.inbox.total).toBe(1);
  });

  it.each(['', '{}', 'ok', '[]', '{"type":"text"}'])(
    'sees nothing when the webhook answers %j',
    async (answer) => {
      const { ada, hook, send } = await startScene({ hook: onOpening(answer) });

      ada.opens();
      await hook.waitFor('conversation_started');
      ada.writes('Hi');
      await send({ text: 'The first' });
      await ada.inbox.waitForMessage('The first');

      expect(ada.inbox.total).toBe(1);
    },
  );
});

describe('what somebody sends', () => {
  it.each([
    [
      { do: 'write', text: 'Hi' },
      { type: 'text', text: 'Hi' },
    ],
    [
      { do: 'sendSticker', stickerId: 51217 },
      { type: 'sticker', sticker_id: 51217 },
    ],
    [
      { do: 'sendContact', name: 'Bob', phoneNumber: '+3801' },
      { type: 'contact', contact: { name: 'Bob', phone_number: '+3801' } },
    ],
    [
      { do: 'sendLocation', latitude: 1, longitude: 2 },
      { type: 'location', location: { lat: 1, lon: 2 } },
    ],
    [
      { do: 'sendUrl', url: 'https://example.org' },
      { type: 'url', media: 'https://example.org' },
    ],
  ] as const)('is told: %j', async (action, message) => {
    const { ada, receiver, hook } = await startScene();

    ada.does(action);

    expect((await hook.waitFor('message')).body).toMatchObject({
      sender: { id: receiver },
      message,
      silent: false,
    });
  });

  it.each(['picture', 'video', 'file'] as const)(
    'can be a %s, at an address that ends after an hour',
    async (kind) => {
      const { viber, ada, hook } = await startScene();

      const { facts } = ada.sends(kind, { bytes: Buffer.from('the bytes'), fileName: 'a b.bin' });
      const { body } = await hook.waitFor('message');
      const address = String(facts.url);
      const before = await (await fetch(address)).text();
      viber.time.advance(3_600_000);

      expect(Object(body.message)).toMatchObject({ type: kind, media: address, file_name: 'a b.bin' });
      expect(before).toBe('the bytes');
      expect((await fetch(address)).status).toBe(404);
    },
  );

  it('carries what was attached to the last message', async () => {
    const { ada, hook, send } = await startScene();
    ada.writes('Hi');
    await send({ tracking_data: 'cart:88' });
    await ada.inbox.waitForMessage('Hello');

    ada.writes('Thank you');

    const { body } = await hook.callbacks.waitFor(
      (one) => Object(one.body.message).text === 'Thank you' && one,
    );
    expect(body).toMatchObject({ message: { tracking_data: 'cart:88' } });
  });

  it('can be anything at all, signed like the rest', async () => {
    const { bot, ada, hook } = await startScene();

    ada.does({ do: 'cause', payload: { event: 'client_status', status: { code: 1 } } });
    const { headers, raw, body } = await hook.waitFor('client_status');

    expect(body).toMatchObject({ status: { code: 1 }, message_token: expect.any(Number) });
    expect(headers['x-viber-content-signature']).toBe(signatureOf(bot.token, raw));
  });
});

describe('a button', () => {
  const buttons = [
    { ActionType: 'reply', ActionBody: 'ans:yes', Text: '<b>Yes</b> &amp; no', Silent: true },
    { ActionType: 'open-url', ActionBody: 'https://example.org/t', Text: 'Terms' },
    { ActionType: 'share-phone', Text: 'My number' },
    { ActionType: 'location-picker', Text: 'My place' },
    { ActionType: 'none', Text: 'Nothing' },
  ];

  async function startWithButtons() {
    const scene = await startScene();
    scene.ada.writes('Hi');
    await scene.send({ keyboard: { Type: 'keyboard', Buttons: buttons }, min_api_version: 3 });
    await scene.ada.inbox.waitForMessage('Hello');
    const from = scene.hook.callbacks.total;
    return { ...scene, nextMessage: () => scene.hook.waitFor('message', from) };
  }

  it('that replies sends a text, and says when it was silent', async () => {
    const { ada, nextMessage } = await startWithButtons();

    ada.taps('Yes & no');

    expect((await nextMessage()).body).toMatchObject({
      message: { type: 'text', text: 'ans:yes' },
      silent: true,
    });
  });

  it('that shares sends the number or the place', async () => {
    const { ada, nextMessage } = await startWithButtons();

    ada.taps('My number');

    expect((await nextMessage()).body).toMatchObject({
      message: { type: 'contact', contact: { name: 'Ada', phone_number: ada.phoneNumber } },
    });
  });

  it('that opens a page tells nobody', async () => {
    const { ada } = await startWithButtons();

    expect(ada.taps('Terms')).toMatchObject({ tokens: [], facts: { opens: 'https://example.org/t' } });
  });

  it('is gone with the next message that brings none', async () => {
    const { ada, send } = await startWithButtons();
    expect(() => ada.taps('Nothing')).toThrow(ActionImpossible);

    await send({ text: 'Plain' });
    await ada.inbox.waitForMessage('Plain');

    expect(() => ada.taps('Terms')).toThrow(/no button "Terms"/u);
  });

  it('of a carousel stays', async () => {
    const { ada, send, hook } = await startScene();
    ada.writes('Hi');
    await send({
      type: 'rich_media',
      min_api_version: 2,
      rich_media: { Type: 'rich_media', Buttons: [{ ActionBody: 'red', Text: 'Red' }] },
    });
    await send({ text: 'Plain' });
    await ada.inbox.waitForMessage('Plain');
    const from = hook.callbacks.total;

    ada.taps('Red');

    expect((await hook.waitFor('message', from)).body).toMatchObject({
      message: { text: 'red' },
      silent: false,
    });
  });
});

describe('receipts', () => {
  it('come when a message arrives and when it is looked at, each once', async () => {
    const { ada, hook, send, receiver } = await startScene();
    ada.writes('Hi');

    const token = tokenIn((await send()).raw);
    const delivered = await hook.waitFor('delivered');
    ada.sees();
    const seen = await hook.waitFor('seen');

    expect([delivered, seen].map(({ raw }) => tokenIn(raw))).toEqual([token, token]);
    expect(seen.body).toMatchObject({ user_id: receiver });
    expect(ada.sees().tokens).toEqual([]);
  });

  it('come by themselves as the settings say', async () => {
    const { ada, hook, send } = await startScene({ receipts: 'seen' });
    ada.writes('Hi');

    await send();

    expect(await hook.events(4)).toEqual(['webhook', 'message', 'delivered', 'seen']);
  });

  it('wait for a phone that is off, like the messages', async () => {
    const { ada, hook, send } = await startScene();
    ada.writes('Hi');
    ada.does({ do: 'goOffline' });

    await send({ text: 'one' });
    await send({ text: 'two' });
    const whileOff = ada.inbox.total;
    ada.does({ do: 'goOnline' });
    await hook.events(4);

    expect(whileOff).toBe(0);
    expect(ada.inbox.items.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('say that a message failed after all', async () => {
    const { ada, hook, send } = await startScene();
    ada.writes('Hi');
    const token = tokenIn((await send()).raw);

    ada.does({ do: 'fail', token, reason: 'No room.' });

    expect((await hook.waitFor('failed')).body).toMatchObject({ desc: 'No room.' });
  });
});

describe('a file on this machine', () => {
  it('is fetched by the phone, and shown before what came behind it', async () => {
    const files = await startFiles('image/png', 'the bytes');
    const { ada, send } = await startScene();
    ada.writes('Hi');

    await send({ type: 'picture', text: 'Front', media: `${files}/1.png` });
    await send({ text: 'Second' });
    await ada.inbox.waitForMessage('Second');

    expect(ada.inbox.items.map(({ text }) => text)).toEqual(['Front', 'Second']);
    expect(Buffer.from(ada.inbox.items[0]?.media?.bytes ?? []).toString()).toBe('the bytes');
  });

  it.each([
    ['is no picture', 'android', 'text/html', 10],
    ['is larger than the phone takes', 'android', 'image/png', 3_000_001],
    ['is larger than the phone takes', 'ios', 'image/png', 1_000_001],
  ] as const)('that %s fails after the yes (%s)', async (_why, device, mimeType, size) => {
    const files = await startFiles(mimeType, Buffer.alloc(size));
    const { viber, bot, hook, send } = await startScene();
    const grace = viber.customer('Grace', { device });
    grace.writes('Hi');

    const answer = await send({
      receiver: viber.userId(bot, grace),
      type: 'picture',
      text: '',
      media: `${files}/1.png`,
    });
    const failed = await hook.waitFor('failed');

    expect(answer.body.status).toBe(0);
    expect(tokenIn(failed.raw)).toBe(tokenIn(answer.raw));
    expect(grace.inbox.total).toBe(0);
  });
});

describe('subscriptions', () => {
  it('are told as they come and go', async () => {
    const { ada, hook, receiver } = await startScene();

    ada.does({ do: 'subscribe' });
    ada.unsubscribes();
    await hook.events(3);

    expect(hook.callbacks.items.slice(1).map(({ body }) => body)).toMatchObject([
      { event: 'subscribed', user: { id: receiver } },
      { event: 'unsubscribed', user_id: receiver },
    ]);
  });
});

it('follows a script, and says where it is stuck', async () => {
  const { ada, hook, send } = await startScene();
  const conversation = ada.follows([{ say: 'Hello' }, { waitFor: 'help' }, { tap: 'Nowhere' }]);
  await hook.waitFor('message');
  await send({ text: 'How can I help?' });

  expect(await conversation).toMatchObject({ kind: 'stuck', step: 2, reason: /no button "Nowhere"/u });
});

it('needs to know which bot when there are several, and each knows people by other ids', async () => {
  const { viber, bot, ada } = await startScene();
  const other = viber.addBot({ uri: 'other' });

  expect(() => ada.writes('Hi')).toThrow(/Say which bot: shopbot, other/u);
  expect(ada.writes('Hi', { bot: 'other' }).userId).toBe(viber.userId(other, ada));
  expect(viber.userId(other, ada)).not.toBe(viber.userId(bot, ada));
});
