import { describe, expect, it } from 'vitest';
import type { Part } from '../../../src/core/model/part.ts';
import { channelErrorOf, SMALL_GIF, startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello' };
const stored = (kind: 'image' | 'file'): Part => ({
  type: 'media',
  kind,
  source: { from: 'store', mediaId: 'm1' as never },
  caption: kind,
});

describe('sending', () => {
  it('brings the words, and returns how Telegram names the message and when it took it', async () => {
    const { ada, sends } = await startScene();

    const [receipt] = await sends([
      { type: 'text', text: 'Hello <b>', formatting: [{ style: 'bold', offset: 0, length: 5 }] },
    ]);

    const [message] = ada.inbox.messages;
    expect(message).toMatchObject({ text: 'Hello <b>', entities: [{ type: 'bold', offset: 0, length: 5 }] });
    expect(receipt).toEqual({
      externalIds: [`${ada.id}:${message?.messageId}`],
      acceptedAt: new Date((message?.wire.date ?? 0) * 1000),
    });
  });

  it('uploads a file that only we have', async () => {
    const { ada, sends } = await startScene();

    await sends([stored('file')]);

    expect(ada.inbox.messages[0]?.media).toMatchObject([{ kind: 'document', sizeBytes: SMALL_GIF.length }]);
    expect(ada.inbox.messages[0]?.text).toBe('file');
    expect(Buffer.from(ada.inbox.messages[0]?.media[0]?.bytes ?? [])).toEqual(SMALL_GIF);
  });

  it('uploads an album as one call, and returns an id for each of its media', async () => {
    const { telegram, ada, sends } = await startScene();

    const receipts = await sends([stored('file'), stored('file'), stored('file')]);

    expect(telegram.requests.items.map(({ operation }) => operation)).toEqual(['sendmediagroup']);
    expect(receipts[0]?.externalIds).toEqual(
      ada.inbox.messages.map(({ messageId }) => `${ada.id}:${messageId}`),
    );
    expect(new Set(ada.inbox.messages.map(({ albumId }) => albumId)).size).toBe(1);
  });

  it.each<[string, Part]>([
    ['a place', { type: 'location', latitude: 48.2, longitude: 16.4 }],
    ['a place with a name', { type: 'location', latitude: 48.2, longitude: 16.4, name: 'Café' }],
    ['a contact', { type: 'contact-card', contacts: [{ name: 'Eve', phones: ['+431'], emails: [] }] }],
    ['a poll', { type: 'poll', question: 'Tea?', options: ['Yes', 'No'] }],
    ['a dice', { type: 'dice', emoji: '🎲', value: null }],
    [
      'a card',
      { type: 'card', cards: [{ title: 'T', options: [{ action: 'reply', payload: 'p', title: 'B' }] }] },
    ],
    [
      'a wish for a number',
      { type: 'choice', style: 'buttons', text: '?', options: [{ action: 'share-phone', title: 'Mine' }] },
    ],
  ])('is understood by Telegram for %s', async (_, part) => {
    const { ada, sends } = await startScene();

    await sends([part]);

    expect(ada.inbox.messages).toHaveLength(1);
  });

  it('offers buttons whose taps come back with their payload', async () => {
    const { ada, sends } = await startScene();
    await sends([
      {
        type: 'choice',
        style: 'buttons',
        text: '?',
        options: [{ action: 'reply', payload: 'p:1', title: 'One' }],
      },
    ]);

    expect(() => ada.taps('One')).not.toThrow();
  });

  it('answers what is answered, and goes alone when that is gone', async () => {
    const { ada, sends } = await startScene();
    const { messageId } = ada.writes('question');

    await sends([hello], { replyTo: { externalId: `${ada.id}:${messageId}`, quote: null } });
    await sends([hello], { replyTo: { externalId: `${ada.id}:99999`, quote: null } });

    expect(ada.inbox.messages.map(({ replyTo }) => replyTo)).toEqual([messageId, null]);
  });

  it('speaks for a business account in its own chats', async () => {
    const { telegram, sends } = await startScene();
    const customer = telegram.customer('Carl');
    const business = String(telegram.customer('Olga').does({ do: 'connectBusiness' }).facts.connectionId);
    customer.writes('Are you open?', { business });

    const [receipt] = await sends([hello], { to: `${business}:${customer.id}` });

    expect(receipt?.externalIds[0]).toMatch(new RegExp(`^${business}:${customer.id}:\\d+$`, 'u'));
  });
});

describe('a send that fails', () => {
  it('knows that nothing was sent when nobody could be reached', async () => {
    const { telegram, contextWith, sends } = await startScene();
    const context = contextWith();
    await telegram.close();

    expect(await channelErrorOf(sends([hello], { context }))).toMatchObject({
      kind: 'unavailable',
      facts: { platformCode: 'network:ECONNREFUSED' },
    });
  });

  it.each([
    { kind: 'silence', accepts: true },
    { kind: 'cut', when: 'after-body' },
    { kind: 'cut', when: 'after-accepting' },
    { kind: 'malformed' },
    { kind: 'error', status: 500 },
    { kind: 'error', status: 502 },
  ] as const)('does not claim to know what became of it after $kind $when $status', async (fault) => {
    const { telegram, contextWith, sends } = await startScene();
    telegram.faults.answers.inject({ fault });
    const context = contextWith({ signal: AbortSignal.timeout(500) });

    const error = await channelErrorOf(sends([hello], { context }));

    expect(error.kind).toBe('indeterminate');
    expect(telegram.faults.answers.list()).toMatchObject([{ fired: 1 }]);
  });

  it('waits as long as Telegram asks', async () => {
    const { telegram, sends } = await startScene();
    telegram.faults.answers.inject({ fault: { kind: 'error', status: 429, retryAfterSeconds: 17 } });

    expect(await channelErrorOf(sends([hello]))).toMatchObject({
      kind: 'throttled',
      facts: { retryAfterMs: 17_000, platformCode: '429' },
    });
  });

  it('tells that the contact has blocked the bot, or is gone', async () => {
    const { ada, sends } = await startScene();

    ada.blocks();
    const blocked = await channelErrorOf(sends([hello]));
    ada.does({ do: 'deleteAccount' });
    const gone = await channelErrorOf(sends([hello]));

    expect([blocked, gone].map(({ facts }) => facts.cause)).toEqual(['opted-out', 'gone']);
  });

  it('tells that nobody is there, and where a group went', async () => {
    const { telegram, ada, sends } = await startScene();
    const chat = telegram.group({ title: 'Gardeners', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });
    const { supergroupId } = ada.does({ do: 'migrate', chat }).facts;

    const nobody = await channelErrorOf(sends([hello], { to: '424242' }));
    const moved = await channelErrorOf(sends([hello], { to: String(chat), isGroup: true }));

    expect(nobody.facts.cause).toBe('unreachable');
    expect(moved.facts).toMatchObject({ cause: 'moved', movedToExternalId: String(supergroupId) });
  });

  it('pauses the account when the token was revoked', async () => {
    const { telegram, bot, contextWith, sends } = await startScene();
    const context = contextWith();
    telegram.revokeToken(bot);

    expect(await channelErrorOf(sends([hello], { context }))).toMatchObject({
      kind: 'unauthorized',
      facts: { platformCode: '401', actionBy: 'operator' },
    });
  });

  it('sends nothing when a file is larger than Telegram takes, or can not be opened', async () => {
    const { telegram, contextWith, sends } = await startScene();
    const tooLarge = contextWith({
      openMedia: async (_, maxBytes) => ({
        bytes: new Uint8Array(maxBytes + 1),
        fileName: null,
        mimeType: null,
      }),
    });
    const lost = contextWith({ openMedia: () => Promise.reject(new Error('no such file')) });

    const errors = [
      await channelErrorOf(sends([stored('image')], { context: tooLarge })),
      await channelErrorOf(sends([stored('image')], { context: lost })),
    ];

    expect(errors).toMatchObject([
      { kind: 'rejected', facts: { cause: 'too-large' } },
      { kind: 'unavailable' },
    ]);
    expect(telegram.requests.items).toHaveLength(0);
  });

  it('never shows the token', async () => {
    const { telegram, bot, contextWith, sends } = await startScene();
    const shown: unknown[] = [];
    for (const fault of [
      { kind: 'cut', when: 'after-body' },
      { kind: 'malformed' },
      { kind: 'error', status: 400 },
    ] as const) {
      telegram.faults.answers.inject({ fault });
      const error = await channelErrorOf(sends([hello], { context: contextWith() }));
      shown.push(error.message, error.facts, error.stack, error.cause);
    }

    expect(JSON.stringify(shown)).not.toContain(bot.token.split(':')[1]);
  });
});
