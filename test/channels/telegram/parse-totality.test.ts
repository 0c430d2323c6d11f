import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/telegram');
const account = { externalId: '55', username: 'acme_bot', settings: {} };
const parse = (body: Uint8Array | string) =>
  parseUpdate(typeof body === 'string' ? new TextEncoder().encode(body) : body, account);

const updates = readdirSync(FIXTURES).flatMap((file) =>
  z
    .array(z.object({ update: z.unknown() }))
    .parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')))
    .map(({ update }) => update),
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

describe('parsing never throws', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['no JSON', '{"update_id":'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an object without number', '{"message":{}}'],
    ['a number that is a text', '{"update_id":"1","message":{}}'],
    ['a number beyond all safety', '{"update_id":1e30}'],
    ['100 000 lists in each other', `{"update_id":1,"message":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      '100 000 objects in each other',
      `{"update_id":1,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"rich_message":{"blocks":[${'{"text":'.repeat(100_000)}1${'}'.repeat(100_000)}]}}}`,
    ],
    ['names of what every object has', '{"update_id":1,"__proto__":{},"constructor":{},"toString":1}'],
  ])('on %s', (_, body) => {
    const payload = parse(body);

    expect(payload.events.length + payload.unknown.length).toBeGreaterThan(0);
  });

  it('on bytes that are no text', () => {
    expect(parse(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])).unknown).toEqual(['body:not-json']);
  });

  it('on real updates with any field replaced by any odd value', () => {
    for (const update of updates) {
      for (const changed of withEachFieldReplaced(update)) {
        const payload = parse(JSON.stringify(changed));

        const found = payload.events.length + payload.unknown.length + payload.ignored.length;
        if (found === 0) expect.fail(`nothing is said about ${JSON.stringify(changed).slice(0, 300)}`);
      }
    }
  });

  it('on real updates with random bytes in them', () => {
    const hits = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...updates), hits, (update, changes) => {
        const bytes = new TextEncoder().encode(JSON.stringify(update));
        for (const [place, value] of changes) bytes[place % bytes.length] = value;

        expect(() => parse(bytes)).not.toThrow();
      }),
      fuzzRuns,
    );
  });
});

describe('what was read', () => {
  it('names unknown kinds by labels that are short and harmless', () => {
    const { unknown } = parse(JSON.stringify({ update_id: 1, [`a\u0000\n${'b'.repeat(5000)}`]: {} }));

    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatch(/^update:[\w?.-]{1,60}$/u);
  });

  it('has no id with a hole in it and no instant that is none', () => {
    const events = updates
      .flatMap((update) => [...withEachFieldReplaced(update)])
      .flatMap((update) => parse(JSON.stringify(update)).events);

    const texts = events.map((event) => JSON.stringify(event));

    expect(
      texts.filter((text) => /undefined|NaN|"(?:sentAt|occurredAt|editedAt)":"Invalid/u.test(text)),
    ).toEqual([]);
  });
});

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
