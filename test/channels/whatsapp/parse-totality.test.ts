import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWebhook } from '../../../src/channels/whatsapp/parse.ts';
import type { ParsedPayload } from '../../../src/core/channel/index.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';
import { account, inboundFixtures } from './fixtures.ts';

const timeout = 60_000 + fuzzRuns.numRuns * 20;
/** Of the single replacements every fifth, so that each place and each odd value has its turn; in the long run all. */
const stride = process.env.CONFAB_FUZZ_RUNS === undefined ? 5 : 1;

const parse = (body: Uint8Array | string) =>
  parseWebhook(typeof body === 'string' ? new TextEncoder().encode(body) : body, account);

const bodies = inboundFixtures
  .flatMap(({ cases }) => cases)
  .flatMap(({ body }) => (body === undefined ? [] : [body]));

/** Words that WhatsApp uses, so that random bodies reach far into the readers. */
const WORDS = [...new Set(bodies.flatMap((body) => [...wordsIn(body)]))];

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
  JSON.parse('{"__proto__":{"type":"text"}}'),
  'constructor',
  '__proto__',
  'x'.repeat(300),
];

const countOf = ({ events, unknown, ignored }: ParsedPayload) =>
  events.length + unknown.length + ignored.length;

describe('parsing never throws, says something about everything, and nothing that lacks an id or a moment', {
  timeout,
}, () => {
  it.each([
    ['white space', ' \n'],
    ['a number', '7'],
    ['null', 'null'],
    ['100 000 lists in each other', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      '100 000 objects in each other, in a message',
      `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"id":"1","type":"text","from":"1","text":${'{"body":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}}]}]}`,
    ],
    [
      '100 000 lists in each other, in a form',
      JSON.stringify(
        one({
          type: 'interactive',
          interactive: {
            type: 'nfm_reply',
            nfm_reply: { response_json: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` },
          },
        }),
      ),
    ],
    ['3 MB of text', JSON.stringify(one({ type: 'text', text: { body: 'ä"\\\n'.repeat(500_000) } }))],
    [
      '1 000 messages at once',
      JSON.stringify(one(...Array.from({ length: 1000 }, () => ({ type: 'text', text: { body: 'x' } })))),
    ],
  ])('on %s', (_, body) => {
    expect(countOf(parse(body))).toBeGreaterThan(0);
  });

  it('on bytes that are no text', () => {
    expect(parse(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])).unknown).toEqual(['body:not-json']);
  });

  it('on real bodies with any field replaced by any odd value', () => {
    let count = 0;
    for (const body of bodies) {
      for (const changed of withEachFieldReplaced(body)) {
        count += 1;
        if (count % stride !== 0) continue;
        const payload = parse(JSON.stringify(changed));
        const flaws = countOf(payload) === 0 ? ['nothing is said'] : flawsOf(payload);
        if (flaws.length > 0) expect.fail(`${flaws.join(', ')}: ${JSON.stringify(changed).slice(0, 500)}`);
      }
    }
  });

  it('on bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(countOf(parse(bytes))).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('on JSON of any kind where a body, an entry, a value or an item should be', () => {
    const shapes = [
      (value: unknown) => value,
      (value: unknown) => ({ object: 'whatsapp_business_account', entry: [value] }),
      (value: unknown) => ({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [value] }] }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...shapes), whatsappJson(), (shape, value) => {
        expect(countOf(parse(JSON.stringify(shape(value)) ?? ''))).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('on items of any kind in any list of any field', () => {
    const lists = ['messages', 'statuses', 'message_echoes', 'user_preferences', 'user_id_update', 'calls'];
    const fields = [
      ...lists,
      'standby',
      'smb_message_echoes',
      'account_update',
      'message_template_status_update',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.constantFrom(...lists),
        fc.array(whatsappJson(), { minLength: 1, maxLength: 3 }),
        whatsappJson(),
        (field, list, items, contacts) => {
          const value = { contacts: [contacts], [list]: items.map(withIdentity) };

          const payload = parse(JSON.stringify(envelope(field, value)));

          expect(countOf(payload)).toBeGreaterThan(0);
          expect(flawsOf(payload)).toEqual([]);
        },
      ),
      fuzzRuns,
    );
  });

  it('on real bodies with bytes of any kind in them', () => {
    const texts = bodies.map((body) => new TextEncoder().encode(JSON.stringify(body)));
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (text, hits) => {
          const bytes = Uint8Array.from(text);
          for (const [at, byte] of hits) bytes[at % bytes.length] = byte;

          expect(countOf(parse(bytes))).toBeGreaterThan(0);
        },
      ),
      fuzzRuns,
    );
  });
});

describe('what was read', () => {
  it('has labels that are short and harmless', () => {
    const { unknown } = parse(JSON.stringify(envelope(`a\u0000\n${'b'.repeat(5000)}`, {})));

    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatch(/^field:[\w?.-]{1,60}$/u);
  });

  it('says of each message of a body what it says of it alone', () => {
    const messages = inboundFixtures
      .filter(({ about }) => ['text', 'media', 'answers', 'origins'].includes(about))
      .flatMap(({ cases }) => cases)
      .map(({ body }) => body);
    const alone = messages.flatMap((body) => parse(JSON.stringify(body)).events);
    const entries = messages.flatMap((body) => Object(body).entry);

    const together = parse(JSON.stringify({ object: 'whatsapp_business_account', entry: entries }));

    expect(together.events).toEqual(alone);
  });
});

function flawsOf({ events }: ParsedPayload): readonly string[] {
  const flaws: string[] = [];
  JSON.stringify(events, (key, value: unknown) => {
    if (/ExternalId$|^externalId$/u.test(key) && value === '') flaws.push(`an empty ${key}`);
    if (typeof value === 'number' && !Number.isFinite(value)) flaws.push(`${key} is ${value}`);
    if (key === 'parts' && Array.isArray(value) && value.length === 0) flaws.push('no parts');
    return value;
  });
  for (const { event } of events) {
    for (const value of Object.values(event)) {
      if (value === undefined) flaws.push(`something undefined in ${event.kind}`);
      if (value instanceof Date && Number.isNaN(value.getTime())) flaws.push(`no instant in ${event.kind}`);
    }
  }
  return flaws;
}

function envelope(field: string, value: unknown): unknown {
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value }] }] };
}

function one(...messages: readonly object[]): unknown {
  const items = messages.map((message, index) => ({ id: `wamid.${index}`, from: '49171', ...message }));
  return envelope('messages', { messages: items });
}

/** Nearly everything of any kind is turned away at the door: this lets half of it in. */
function withIdentity(item: unknown, index: number): unknown {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject ? { id: 'wamid.1', from: '1', type: WORDS[index], ...item } : item;
}

/** JSON in which WhatsApp's own words stand as keys and values. */
function whatsappJson(): fc.Arbitrary<unknown> {
  const word = fc.constantFrom(...WORDS);
  const leaf = fc.oneof(
    { weight: 3, arbitrary: word },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(...ODD_VALUES),
    fc.constantFrom('1796000110', '99999999999999999999', '{"a":1}', 'DE.1', '53.5', -91),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.oneof({ weight: 9, arbitrary: word }, fc.string()), tie('tree'), { maxKeys: 6 }),
    ),
  }));
  return tree;
}

function* wordsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.length < 40) yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* wordsIn(item);
  }
}

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
