import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseWebhook } from '../../../src/channels/messenger/parse.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';
import { account, PAGE_ID } from './account.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/messenger');
const parse = (body: Uint8Array | string) =>
  parseWebhook(typeof body === 'string' ? new TextEncoder().encode(body) : body, account);

const bodies = readdirSync(FIXTURES).flatMap((file) =>
  z
    .array(z.object({ body: z.unknown() }))
    .parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')))
    .map(({ body }) => body),
);

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  1.5,
  '',
  '\u0000',
  '\ud800',
  [],
  [[]],
  {},
  { __proto__: 1 },
  'constructor',
  'x'.repeat(10_000),
];

const said = (body: Uint8Array | string) => {
  const { events, unknown, ignored } = parse(body);
  return events.length + unknown.length + ignored.length;
};

describe('parsing never throws, and says something about every body', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['no JSON', '{"object":'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['100 000 lists in each other', `{"object":"page","entry":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      '100 000 objects in each other',
      `{"object":"page","entry":[{"messaging":[{"message":{"mid":"m","attachments":[${'{"payload":'.repeat(100_000)}1${'}'.repeat(100_000)}]}}]}]}`,
    ],
    ['names of what every object has', '{"object":"page","entry":[{"__proto__":{},"constructor":{}}]}'],
  ])('on %s', (_, body) => {
    expect(said(body)).toBeGreaterThan(0);
  });

  it('on bytes that are no text', () => {
    expect(parse(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])).unknown).toEqual(['body:not-json']);
  });

  it('on real bodies with any field replaced by any odd value', () => {
    for (const body of bodies) {
      for (const changed of withEachFieldReplaced(body)) {
        const text = JSON.stringify(changed);
        if (said(text) === 0) expect.fail(`nothing is said about ${text.slice(0, 300)}`);
      }
    }
  });

  it('on real bodies with random bytes in them', () => {
    const hits = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...bodies), hits, (body, changes) => {
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        for (const [place, value] of changes) bytes[place % bytes.length] = value;

        expect(said(bytes)).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(said(bytes)).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('on any values in any of the real fields', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        expect(said(JSON.stringify(body))).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });
});

describe('what was read', () => {
  it('names unknown kinds by labels that are short and harmless', () => {
    const event = { [`a\u0000\n${'b'.repeat(5000)}`]: {} };
    const { unknown } = parse(
      JSON.stringify({ object: 'page', entry: [{ id: PAGE_ID, messaging: [event] }] }),
    );

    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatch(/^event:[\w?.-]{1,60}$/u);
  });

  it('has no id with a hole in it and no instant that is none', () => {
    const texts = bodies
      .flatMap((body) => [...withEachFieldReplaced(body)])
      .flatMap((body) => parse(JSON.stringify(body)).events)
      .map((event) => JSON.stringify(event));

    expect(texts.length).toBeGreaterThan(1000);
    expect(
      texts.filter((text) => /undefined|NaN|"upTo":null|Invalid Date|"externalId":""/u.test(text)),
    ).toEqual([]);
  });
});

const anyJson = fc.jsonValue({ maxDepth: 3 });
const EVENT_KEYS = [
  'message',
  'message_edit',
  'reaction',
  'postback',
  'referral',
  'delivery',
  'read',
  'optin',
  'account_linking',
  'messaging_feedback',
  'response_feedback',
  'policy_enforcement',
  'pass_thread_control',
  'never_heard_of',
];
const FIELDS = [
  'mid',
  'mids',
  'text',
  'is_echo',
  'is_deleted',
  'attachments',
  'type',
  'payload',
  'url',
  'sticker_id',
  'quick_reply',
  'reply_to',
  'referral',
  'watermark',
  'user_ref',
  'ref',
  'action',
  'emoji',
  'feedback_screens',
  'questions',
  'coordinates',
  'elements',
  'buttons',
];
const anyField = fc.constantFrom(...FIELDS);
const fewFields = fc.dictionary(anyField, anyJson, { maxKeys: 4 });
const someFields = fc.dictionary(
  anyField,
  fc.oneof(anyJson, fewFields, fc.array(fewFields, { maxLength: 2 })),
  { maxKeys: 6 },
);
/** Real enough to get past the door. */
const anyEvent = fc
  .tuple(
    fc.record({
      sender: fc.constantFrom({ id: '7' }, { id: PAGE_ID }, { user_ref: 'u' }, null, 7),
      recipient: fc.constantFrom({ id: PAGE_ID }, { id: '7' }, null),
      timestamp: fc.oneof(fc.integer(), fc.double(), fc.constant('1796100001100')),
    }),
    fc.constantFrom(...EVENT_KEYS),
    someFields,
  )
  .map(([envelope, key, fields]) => ({ ...envelope, [key]: { mid: 'm_1', ...fields } }));
const anyBody = fc
  .record({
    messaging: fc.array(anyEvent, { maxLength: 3 }),
    standby: fc.array(anyEvent, { maxLength: 2 }),
    changes: fc.array(anyJson, { maxLength: 2 }),
  })
  .map((entry) => ({ object: 'page', entry: [{ id: PAGE_ID, ...entry }] }));

/** Copies, each with one value somewhere within replaced. */
function* withEachFieldReplaced(value: unknown): Generator<unknown> {
  yield* ODD_VALUES;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of withEachFieldReplaced(item)) yield value.with(index, changed);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const changed of withEachFieldReplaced(item)) yield { ...value, [key]: changed };
    }
  }
}
