import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { account, PAGE_ID } from './account.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/messenger');

const Cases = z.array(
  z.object({
    name: z.string(),
    body: z.unknown(),
    expected: z.object({
      events: z.array(z.unknown()),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

const files = readdirSync(FIXTURES).map((file) => ({
  about: file.replace('.json', ''),
  cases: Cases.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))),
}));

const parse = (body: string, of = account) => {
  const payload = messenger.webhook?.parse(new TextEncoder().encode(body), of);
  if (payload === undefined) throw new Error('Messenger has webhooks.');
  return payload;
};

describe.each(files)('a body about $about', ({ cases }) => {
  it.each(cases)('$name', ({ body, expected }) => {
    // Through JSON, because a fixture writes an instant as text.
    expect(JSON.parse(JSON.stringify(parse(JSON.stringify(body))))).toEqual(expected);
  });
});

describe('parsing', () => {
  it('keeps numbers beyond 2^53 digit by digit, whichever place they stand in', () => {
    const body = `{"object":"page","entry":[{"id":40221099182736499,"messaging":[{"sender":{"id":90071992547409931},
      "recipient":{"id":40221099182736499},"timestamp":1796100001100,"message":{"mid":"m_1","text":"9007199254740993"}}]}]}`;

    const [first] = parse(body).events;

    expect(first?.accountExternalId).toBe('40221099182736499');
    expect(first?.event).toMatchObject({
      sender: { externalId: '90071992547409931' },
      parts: [{ type: 'text', text: '9007199254740993' }],
    });
  });

  it('gives events of the called account’s Page to it before it has ever been connected', () => {
    const body = JSON.stringify(messageOf(PAGE_ID));

    const owners = parse(body, { ...account, externalId: null }).events.map(
      ({ accountExternalId }) => accountExternalId,
    );

    expect(owners).toEqual([null]);
  });

  it('names the same event by the same id each time, and others by others', () => {
    const tap = (payload: string, timestamp: number) =>
      JSON.stringify({
        object: 'page',
        entry: [
          {
            id: PAGE_ID,
            messaging: [
              { sender: { id: '7' }, recipient: { id: PAGE_ID }, timestamp, postback: { payload } },
            ],
          },
        ],
      });
    const idOf = (body: string) => JSON.stringify(parse(body).events.map(({ event }) => event));

    expect(idOf(tap('A', 1796100001100))).toBe(idOf(tap('A', 1796100001100)));
    expect(idOf(tap('A', 1796100001100))).not.toBe(idOf(tap('B', 1796100001100)));
    expect(idOf(tap('A', 1796100001100))).not.toBe(idOf(tap('A', 1796100001101)));
  });

  it('takes the stop words of the account, and none where it has none', () => {
    const kindsWith = (stopWords: string) =>
      parse(JSON.stringify(messageOf(PAGE_ID, 'Schluss')), {
        ...account,
        settings: { stopWords },
      }).events.map(({ event }) => event.kind);

    expect(kindsWith('schluss, ende')).toEqual(['message', 'opt-out']);
    expect(kindsWith('')).toEqual(['message']);
  });
});

function messageOf(pageId: string, text = 'Hallo') {
  return {
    object: 'page',
    entry: [
      {
        id: pageId,
        messaging: [
          {
            sender: { id: '7712003344556677' },
            recipient: { id: pageId },
            timestamp: 1796100001100,
            message: { mid: 'm_1', text },
          },
        ],
      },
    ],
  };
}

describe('a hand-over between programs of one Page', () => {
  it.each([
    ['pass_thread_control', '5550019283', 'OURS'],
    ['pass_thread_control', 5550019283, 'OURS'],
    ['pass_thread_control', '777', 'ANOTHERS'],
    ['take_thread_control', '5550019283', 'OURS'],
    ['take_thread_control', 777, 'ANOTHERS'],
  ])('is judged by the id of our app where it is known: %s to %s', (key, owner, control) => {
    const known = { ...account, publicCredentials: { pageId: PAGE_ID, appId: '5550019283' } };
    const messaging = [
      {
        sender: { id: '7712003344556677' },
        recipient: { id: PAGE_ID },
        [key]: { previous_owner_app_id: null, new_owner_app_id: owner },
      },
    ];

    const { events } = parse(JSON.stringify({ object: 'page', entry: [{ id: PAGE_ID, messaging }] }), known);

    expect(events.map(({ event }) => event)).toMatchObject([{ kind: 'thread-control', control }]);
  });
});
