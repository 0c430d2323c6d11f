import { describe, expect, it } from 'vitest';
import { startScene, tokenIn } from './scene.ts';

const keyboard = (...buttons: object[]) => ({ Type: 'keyboard', Buttons: buttons });
const reply = (Text: string, ActionBody = Text) => ({ ActionType: 'reply', ActionBody, Text });
const media = 'https://cdn.example.org/1';

describe('a message', () => {
  it.each([
    ['text', { text: 'Hello' }],
    ['picture', { text: 'Front', media: `${media}.jpg` }],
    ['video', { media: `${media}.mp4`, size: 1000, duration: 12 }],
    ['file', { media: `${media}.pdf`, size: 1000, file_name: 'invoice.pdf' }],
    ['contact', { contact: { name: 'Desk', phone_number: '+4930000000' } }],
    ['location', { location: { lat: '52.52', lon: '13.405' } }],
    ['url', { media: 'https://example.org/help' }],
    ['sticker', { sticker_id: 51217 }],
    [
      'rich_media',
      { min_api_version: 2, rich_media: { Type: 'rich_media', Buttons: [reply('Red')] }, alt_text: 'Red' },
    ],
  ])('of the kind %s comes to the phone', async (type, fields) => {
    const { ada, send } = await startScene();
    ada.writes('Hi');

    const answer = await send({ type, ...fields });
    const message = await ada.inbox.waitFor((one) => one);

    expect(answer.body).toMatchObject({ status: 0, status_message: 'ok', billing_status: 1 });
    expect(message).toMatchObject({ kind: type, sender: 'Shop', token: tokenIn(answer.raw), wire: fields });
  });

  it('may be a keyboard alone', async () => {
    const { ada, send } = await startScene();
    ada.writes('Hi');

    const answer = await send({ type: undefined, text: undefined, keyboard: keyboard(reply('Yes')) });

    expect(answer.body.status).toBe(0);
    await expect(ada.inbox.waitFor((one) => one)).resolves.toMatchObject({ kind: 'keyboard' });
  });

  it('has a token with more digits than a double holds, and never the same twice', async () => {
    const { ada, send } = await startScene();
    ada.writes('Hi');

    const tokens = [tokenIn((await send()).raw), tokenIn((await send()).raw)];

    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(BigInt(token)).toBeGreaterThan(2n ** 53n);
  });

  it.each([
    [4, 'without a receiver', { receiver: undefined }],
    [4, 'without a sender', { sender: undefined }],
    [4, 'without a type', { type: undefined, text: undefined }],
    [4, 'without its text', { text: undefined }],
    [4, 'without its size', { type: 'video', media: `${media}.mp4` }],
    [3, 'of no kind', { type: 'poem' }],
    [3, 'with an empty text', { text: '' }],
    [3, 'with a text that is too long', { text: 'x'.repeat(7001) }],
    [3, 'with a sender that is too long', { sender: { name: 'x'.repeat(29) } }],
    [3, 'with tracking data that are too long', { tracking_data: 'x'.repeat(4001) }],
    [3, 'with a caption that is too long', { type: 'picture', text: 'x'.repeat(513), media: `${media}.jpg` }],
    [3, 'with a picture that is none', { type: 'picture', text: '', media: `${media}.pdf` }],
    [
      3,
      'with a picture that anybody could change',
      { type: 'picture', text: '', media: 'http://example.org/1.jpg' },
    ],
    [3, 'with a film that is too large', { type: 'video', media: `${media}.mp4`, size: 26_000_001 }],
    [3, 'with a film that is too long', { type: 'video', media: `${media}.mp4`, size: 1, duration: 181 }],
    [3, 'with a program', { type: 'file', media: `${media}.exe`, size: 1, file_name: 'a.exe' }],
    [
      3,
      'with a number that is too long',
      { type: 'contact', contact: { name: 'A', phone_number: '1'.repeat(19) } },
    ],
    [3, 'with a place that is none', { type: 'location', location: { lat: 91, lon: 0 } }],
    [3, 'with an empty keyboard', { keyboard: keyboard() }],
    [3, 'with a button that says nothing', { keyboard: keyboard({ ActionType: 'reply', ActionBody: '' }) }],
    [3, 'with a link to nowhere', { keyboard: keyboard({ ActionType: 'open-url', ActionBody: 'nowhere' }) }],
    [3, 'with thirteen rows', { keyboard: keyboard(...Array(13).fill(reply('A'))) }],
    [
      14,
      'with a carousel for old apps',
      { type: 'rich_media', rich_media: { Type: 'rich_media', Buttons: [reply('A')] } },
    ],
    [14, 'that shares a number with old apps', { keyboard: keyboard({ ActionType: 'share-phone' }) }],
  ])('is refused with %i %s', async (status, _what, fields) => {
    const { ada, send } = await startScene();
    ada.writes('Hi');

    expect((await send(fields)).body).toMatchObject({ status });
    expect(ada.inbox.total).toBe(0);
  });
});

describe('a receiver', () => {
  it('is somebody who has written, and has not unsubscribed since', async () => {
    const { ada, send } = await startScene();
    const statuses = [(await send()).body.status, (await send({ receiver: 'nobody' })).body.status];

    ada.opens();
    statuses.push((await send()).body.status);
    ada.writes('Hi');
    statuses.push((await send()).body.status);
    ada.unsubscribes();
    statuses.push((await send()).body.status);
    ada.writes('Back');
    statuses.push((await send()).body.status);
    ada.does({ do: 'leave' });
    statuses.push((await send()).body.status);

    expect(statuses).toEqual([6, 5, 6, 0, 6, 0, 5]);
  });

  it.each([
    [0, {}, 11],
    [2, { min_api_version: 3 }, 13],
    [3, { min_api_version: 3 }, 0],
  ])('with an app of version %i that gets %j: status %i', async (apiVersion, fields, status) => {
    const { viber, bot, send } = await startScene();
    const grace = viber.customer('Grace', { apiVersion });
    grace.writes('Hi');

    const answer = await send({ receiver: viber.userId(bot, grace), ...fields });

    expect(answer.body.status).toBe(status);
  });

  it('gets a hundred messages an hour without an answer, and as many again after one', async () => {
    const { viber, ada, send } = await startScene({ maxUnansweredPerHour: 3 });
    const sendFour = async () =>
      [await send(), await send(), await send(), await send()].map(({ body }) => body.status);
    ada.writes('Hi');

    const first = await sendFour();
    ada.writes('Go on');
    const afterAnAnswer = await sendFour();
    viber.time.advance(3_600_000);
    const afterAnHour = await sendFour();

    expect([first, afterAnAnswer, afterAnHour]).toEqual([
      [0, 0, 0, 12],
      [0, 0, 0, 12],
      [0, 0, 0, 12],
    ]);
  });

  it('gets nothing from a bot without a webhook', async () => {
    const { ada, call, send } = await startScene();
    ada.writes('Hi');

    await call('set_webhook', { url: '' });

    expect((await send()).body).toMatchObject({ status: 10, status_message: 'webhookNotSet' });
  });
});

describe('the price', () => {
  const DAY_MS = 24 * 3_600_000;

  it('is nothing within a day of the first words, then a free message while there are some, then a paid one', async () => {
    const { viber, bot, ada, send } = await startScene();
    bot.billing = { freeLeft: 1, balance: 1 };
    const bill = async () => {
      const { status, billing_status } = (await send()).body;
      return billing_status ?? `refused ${status}`;
    };

    ada.writes('Hi');
    const inSession = await bill();
    viber.time.advance(DAY_MS);
    const outside = [await bill(), await bill(), await bill()];
    ada.writes('Hello again');

    expect(inSession).toBe(1);
    expect(outside).toEqual([2, 3, 'refused 24']);
    expect(await bill()).toBe(1);
  });

  it('is refused when a bot that is not billed has no free messages left', async () => {
    const { viber, bot, ada, send } = await startScene();
    bot.billing = { freeLeft: 0, balance: null };
    ada.writes('Hi');
    viber.time.advance(DAY_MS);

    expect((await send()).body).toMatchObject({ status: 23 });
  });
});
