import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { outbound, requestsOf, toMany } from './outbound.ts';
import { channelErrorOf, contextFor } from './scripted-viber.ts';
import { startFiles, startScene } from './simulator/scene.ts';

/** The adapter beside the simulator, which share no code: what one says the other must understand. */
async function startAdapter(options: Parameters<typeof startScene>[0] = {}) {
  const scene = await startScene(options);
  const { bot, receiver } = scene;
  const credentials = { authToken: bot.token, displayName: 'Shop' };
  const context = { ...contextFor(scene.viber.url), credentials };
  const toAda = (parts: readonly Part[]) =>
    requestsOf(viber.render({ ...outbound(parts), recipient: { externalId: receiver, isGroup: false } }));
  const sendAll = async (parts: readonly Part[]) => {
    const receipts = [];
    for (const request of toAda(parts)) receipts.push(await viber.send(request, context));
    return receipts;
  };
  return { ...scene, credentials, context, toAda, sendAll };
}

const ACCOUNT = { externalId: null, username: null, settings: {} };
const reply = { action: 'reply', title: 'Yes <please>', payload: 'yes' } as const;
const SENDABLE: readonly (readonly [string, Part, readonly string[]])[] = [
  ['words', { type: 'text', text: 'Hello' }, ['text']],
  ['more words than a message holds', { type: 'text', text: 'many words '.repeat(1000) }, ['text', 'text']],
  ['a place', { type: 'location', latitude: -0.5, longitude: 1e-7, name: 'Here' }, ['text', 'location']],
  [
    'a contact',
    { type: 'contact-card', contacts: [{ name: 'Bob', phones: ['+3801', '+3802'], emails: [] }] },
    ['contact', 'contact'],
  ],
  [
    'a sticker',
    { type: 'media', kind: 'sticker', source: { from: 'platform', reference: 'sticker:51217' } },
    ['sticker'],
  ],
  [
    'a question with every kind of button',
    {
      type: 'choice',
      style: 'buttons',
      text: 'Which?',
      options: [
        reply,
        { action: 'open-url', title: 'See', url: 'https://example.org' },
        { action: 'share-phone', title: 'Number' },
        { action: 'share-location', title: 'Place' },
      ],
    },
    ['text'],
  ],
  [
    'a question with as many buttons as there can be',
    { type: 'choice', style: 'buttons', text: 'Which?', options: Array(24).fill(reply) },
    ['text'],
  ],
  [
    'cards',
    {
      type: 'card',
      cards: Array(7).fill({
        title: 'Red',
        subtitle: 'A colour',
        image: { from: 'url', url: 'https://cdn.example.org/1.png' },
        url: 'https://example.org',
        options: [reply],
      }),
    },
    ['rich_media', 'rich_media'],
  ],
  ['a poll', { type: 'poll', question: 'Which?', options: ['A', 'B'] }, ['text']],
];

describe('an app that is old', () => {
  const cards: Part = { type: 'card', cards: [{ title: 'Red', url: 'https://example.org' }] };
  const share: Part = {
    type: 'choice',
    style: 'buttons',
    text: 'Where?',
    options: [{ action: 'share-location', title: 'Place' }],
  };

  it('says so with what its owner writes, and gets words in place of what it can not show', async () => {
    const { viber: platform, bot, hook, context } = await startAdapter();
    const olena = platform.customer('Olena', { apiVersion: 1 });
    olena.writes('Hi');
    const { raw } = await hook.waitFor('message');
    const [parsed] = viber.webhook?.parse(new TextEncoder().encode(raw), ACCOUNT).events ?? [];
    const features = parsed?.event.kind === 'message' ? parsed.event.sender.deviceFeatures : undefined;
    const externalId = platform.userId(bot, olena);
    const renderTo = (part: Part, deviceFeatures: readonly string[] = []) =>
      viber.render({ ...outbound([part]), recipient: { externalId, isGroup: false, deviceFeatures } });

    for (const [index, part] of [cards, share].entries()) {
      const [unaware] = requestsOf(renderTo(part));
      const error = unaware && (await channelErrorOf(viber.send(unaware, context)));
      expect(error?.facts.platformCode).toBe('13');
      const aware = renderTo(part, features);
      for (const request of requestsOf(aware)) await viber.send(request, context);
      await olena.inbox.waitForMessage(index === 0 ? 'Red' : '1. Place');
      expect(aware.kind === 'rendered' && aware.losses).toHaveLength(1);
    }
    expect(features).toEqual(['API_VERSION_1']);
    expect(requestsOf(renderTo(share, ['API_VERSION_3']))[0]?.body).toMatchObject({ min_api_version: 3 });
    expect(requestsOf(renderTo(cards, ['API_VERSION_2']))[0]?.body).toMatchObject({ type: 'rich_media' });
  });
});

describe('what a broadcast comes to', () => {
  it('is known of each of 300 recipients, though some fail, and receipts are repeated and out of order', async () => {
    const { viber: platform, bot, hook, context } = await startAdapter({ retryDelaysMs: [1, 1, 1] });
    platform.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 2 }, operation: 'delivered' });
    const people = Array.from({ length: 12 }, (_, index) => platform.customer(`Reader ${index}`));
    for (const person of people) person.writes('Hi');
    for (const person of people.slice(0, 3)) person.unsubscribes();
    const known = people.map((person) => platform.userId(bot, person));
    const strangers = Array.from({ length: 300 - known.length }, (_, index) => `stranger-${index}==`);
    const recipients = [...known, ...strangers];
    const [request] = requestsOf(
      viber.broadcast?.render(toMany([{ type: 'text', text: 'News' }], recipients)),
    );
    const before = hook.callbacks.total;

    const outcomes = (request && (await viber.broadcast?.send(request, context))) ?? [];
    const receiptsOf = () =>
      hook.callbacks.items
        .slice(before)
        .flatMap(({ raw }) => viber.webhook?.parse(new TextEncoder().encode(raw), ACCOUNT).events ?? [])
        .flatMap(({ event }) => (event.kind === 'receipt' && 'externalId' in event.target ? [event] : []));
    const toldOf = () => new Set(receiptsOf().map(({ target }) => Object(target).externalId));
    await hook.callbacks.waitFor(() => toldOf().size >= 9);

    const accepted = outcomes.flatMap((one) => (one.kind === 'accepted' ? [one] : []));
    const refused = outcomes.flatMap((one) => (one.kind === 'refused' ? [one.error.facts.cause] : []));
    expect(outcomes.map(({ recipientExternalId }) => recipientExternalId)).toEqual(recipients);
    expect(accepted.map(({ recipientExternalId }) => recipientExternalId)).toEqual(known.slice(3));
    expect([refused.slice(0, 3), new Set(refused.slice(3))]).toEqual([
      ['opted-out', 'opted-out', 'opted-out'],
      new Set(['gone']),
    ]);
    // One token for all, beyond what a number holds; whose it is stands behind it.
    const tokens = new Set(accepted.map(({ externalId }) => externalId.split(':')[0]));
    expect(tokens.size).toBe(1);
    expect(BigInt([...tokens][0] ?? 0) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(toldOf()).toEqual(new Set(accepted.map(({ externalId }) => externalId)));
    for (const { target, recipientExternalId } of receiptsOf()) {
      expect(Object(target).externalId.endsWith(`:${recipientExternalId}`)).toBe(true);
    }
  });
});

describe('what the adapter sends', () => {
  it.each(SENDABLE)('is taken and shown: %s', async (_what, part, kinds) => {
    const { ada, sendAll } = await startAdapter();
    ada.writes('Hi');

    const receipts = await sendAll([part]);
    await ada.inbox.waitFor(() => ada.inbox.total === kinds.length);

    expect(ada.inbox.items.map(({ kind }) => kind)).toEqual(kinds);
    expect(receipts.map(({ pricing }) => pricing)).toEqual(
      kinds.map(() => ({ billing_status: 1, billable: false })),
    );
  });

  it.each([
    ['image', 'image/png', '1.png', 'picture'],
    ['video', 'video/mp4', '1.mp4', 'video'],
    ['file', 'application/pdf', '1.pdf', 'file'],
    ['audio', 'audio/mpeg', '1.mp3', 'file'],
  ] as const)('is fetched by the phone: %s', async (kind, mimeType, name, shown) => {
    const files = await startFiles(mimeType, 'the bytes');
    const { ada, sendAll } = await startAdapter();
    ada.writes('Hi');

    await sendAll([
      { type: 'media', kind, source: { from: 'url', url: `${files}/${name}` }, mimeType, sizeBytes: 9 },
    ]);
    const message = await ada.inbox.waitFor((one) => one);

    expect(message).toMatchObject({ kind: shown });
    expect(Buffer.from(message.media?.bytes ?? []).toString()).toBe('the bytes');
  });

  it('is named in receipts by the id that the sending gave it', async () => {
    const { ada, hook, sendAll } = await startAdapter();
    ada.writes('Hi');

    const [receipt] = await sendAll([{ type: 'text', text: 'Hello' }]);
    const bodies = [await hook.waitFor('delivered')];
    ada.sees();
    bodies.push(await hook.waitFor('seen'));
    const events = bodies.flatMap(({ raw }) => parse(raw).events);

    expect(events).toMatchObject([
      { event: { kind: 'receipt', status: 'DELIVERED', target: { externalId: receipt?.externalIds[0] } } },
      { event: { kind: 'receipt', status: 'READ', target: { externalId: receipt?.externalIds[0] } } },
    ]);
  });

  it('goes to many at once, and each has a receipt of their own', async () => {
    const { viber: platform, bot, ada, hook, receiver, context } = await startAdapter();
    const grace = platform.customer('Grace');
    for (const person of [ada, grace]) person.writes('Hi');
    const recipients = [receiver, platform.userId(bot, grace), 'nobody'];
    const { recipient: _, replyTo: __, ...message } = outbound([{ type: 'text', text: 'News' }]);
    const [request] = requestsOf(viber.broadcast?.render({ ...message, recipients }));
    if (request === undefined) throw new Error('no request');

    const outcomes = await viber.broadcast?.send(request, context);
    await hook.callbacks.waitFor(
      () => hook.callbacks.items.filter(({ body }) => body.event === 'delivered').length === 2,
    );
    const receipts = hook.callbacks.items
      .filter(({ body }) => body.event === 'delivered')
      .flatMap(({ raw }) => parse(raw).events.map(({ event }) => event));

    const targets = receipts.map((event) => event.kind === 'receipt' && event.target);
    const named = (outcomes ?? []).flatMap((outcome) =>
      outcome.kind === 'accepted' ? [{ externalId: outcome.externalId }] : [],
    );

    expect(outcomes?.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'refused']);
    expect(targets.toSorted(byName)).toEqual(named.toSorted(byName));
    expect(new Set(named.map(({ externalId }) => externalId)).size).toBe(2);
  });
});

describe('what the platform refuses', () => {
  it.each([
    ['a visitor', 6, 'opted-out', []],
    ['somebody who left', 5, 'gone', [{ do: 'write', text: 'Hi' }, { do: 'leave' }]],
    ['somebody who unsubscribed', 6, 'opted-out', [{ do: 'write', text: 'Hi' }, { do: 'unsubscribe' }]],
  ] as const)('to %s has its cause', async (_who, status, cause, actions) => {
    const scene = await startAdapter();
    for (const action of actions) scene.ada.does(action);
    const [request] = scene.toAda([{ type: 'text', text: 'Hello' }]);
    if (request === undefined) throw new Error('no request');

    const error = await channelErrorOf(viber.send(request, scene.context));

    expect(error).toMatchObject({ kind: 'rejected', facts: { cause, platformCode: String(status) } });
  });

  it('is told step by step when an account is connected', async () => {
    const { viber: platform, bot, hook, context } = await startAdapter();
    const arrangement = { mode: 'webhook', url: hook.url } as const;

    const connected = await viber.connect(context, arrangement);
    platform.refuseAll(bot, 9);
    const suspended = await viber.connect(context, arrangement);
    const unknown = await viber.connect({ ...context, credentials: { authToken: 'a-b-c' } }, arrangement);

    expect(connected).toMatchObject({
      account: { externalId: bot.id, displayName: 'Shop', username: 'shopbot' },
      steps: [
        { name: 'get_account_info', isOk: true },
        { name: 'set_webhook', isOk: true },
      ],
    });
    expect(suspended.steps).toMatchObject([{ isOk: false, platformCode: '9' }]);
    expect(unknown.steps).toMatchObject([{ isOk: false, platformCode: '2' }]);
  });
});

describe('what the platform tells', () => {
  it.each([
    [{ do: 'open', context: 'flyer-12' }, ['referral']],
    [{ do: 'subscribe' }, ['opt-in']],
    [{ do: 'unsubscribe' }, ['opt-out']],
    [{ do: 'write', text: 'Привіт 👋' }, ['message']],
    [{ do: 'send', media: 'picture', text: 'Look' }, ['message']],
    [{ do: 'send', media: 'video' }, ['message']],
    [{ do: 'send', media: 'file' }, ['message']],
    [{ do: 'sendSticker' }, ['message']],
    [{ do: 'sendContact', name: 'Bob', phoneNumber: '+3801' }, ['message']],
    [{ do: 'sendLocation', latitude: 1, longitude: 2 }, ['message']],
    [{ do: 'sendUrl', url: 'https://example.org' }, ['message']],
  ] as const)('is proven and understood: %j', async (action, kinds) => {
    const { ada, receiver, hook, credentials } = await startAdapter();

    const { tokens } = ada.does(action);
    await hook.events(2);
    const { raw, headers } = hook.callbacks.items[1] ?? { raw: '', headers: {} };
    const request = { method: 'POST', headers, query: {}, body: new TextEncoder().encode(raw) } as const;
    const { events, unknown, ignored } = parse(raw);

    expect(viber.webhook?.verify(request, credentials)).toBe('authentic');
    expect([unknown, ignored]).toEqual([[], []]);
    expect(events.map(({ event }) => event.kind)).toEqual(kinds);
    expect(events).toMatchObject([{ event: { sender: { externalId: receiver } } }]);
    const [{ event }] = events as [(typeof events)[number]];
    if ('externalId' in event) expect(event.externalId).toBe(tokens[0]);
  });

  it('can be downloaded as it was sent, until the link ends', async () => {
    const { viber: platform, ada, context } = await startAdapter();
    const { facts } = ada.sends('file', { bytes: Buffer.from('the bytes'), mimeType: 'text/plain' });

    const download = await viber.downloadMedia?.(String(facts.url), context);
    platform.time.advance(3_600_000);
    const error = await channelErrorOf(Promise.resolve(viber.downloadMedia?.(String(facts.url), context)));

    expect(Buffer.from(download?.bytes ?? []).toString()).toBe('the bytes');
    expect(error).toMatchObject({ kind: 'rejected', facts: { cause: 'not-found' } });
  });

  it('is welcomed within the answer', async () => {
    const account = {
      externalId: null,
      username: null,
      settings: { welcomeText: 'Welcome!', welcomeButton: 'Start' },
      publicCredentials: { displayName: 'Shop' },
    };
    const { ada } = await startAdapter({
      hook: ({ raw }) => ({
        body: viber.webhook?.answer?.(new TextEncoder().encode(raw), account).body ?? '',
      }),
    });

    ada.opens();
    const welcome = await ada.inbox.waitForMessage('Welcome!');
    ada.taps('Start');

    expect(welcome).toMatchObject({ isWelcome: true, sender: 'Shop' });
  });
});

function parse(raw: string) {
  const account = { externalId: null, username: null, settings: {} };
  const payload = viber.webhook?.parse(new TextEncoder().encode(raw), account);
  if (payload === undefined) throw new Error('no payload');
  return payload;
}

const byName = (one: unknown, other: unknown) => JSON.stringify(one).localeCompare(JSON.stringify(other));
