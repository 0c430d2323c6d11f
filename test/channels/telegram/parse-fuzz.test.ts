import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_KINDS } from '../../../src/channels/telegram/content-kinds.ts';
import { ENVELOPE_FIELDS, SERVICE_FIELDS } from '../../../src/channels/telegram/message-fields.ts';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';

const account = { externalId: '55', username: 'acme_bot', settings: {} };
const parse = (body: Uint8Array) => parseUpdate(body, account);
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const anyJson = fc.jsonValue({ maxDepth: 6 });
const anyField = fc.constantFrom(
  ...ENVELOPE_FIELDS,
  ...SERVICE_FIELDS,
  ...CONTENT_KINDS.map(({ field }) => field),
  'never_heard_of',
);

/** Real enough to get past the door: a chat, a number, and any values in any of the real fields. */
const anyMessage = fc
  .tuple(
    fc.record({
      message_id: fc.nat(),
      date: fc.oneof(fc.integer(), fc.double()),
      chat: fc.record({
        id: fc.integer(),
        type: fc.constantFrom('private', 'group', 'supergroup', 'channel'),
      }),
    }),
    fc.dictionary(anyField, anyJson),
  )
  .map(([envelope, fields]) => ({ ...fields, ...envelope }));

const anyUpdate = fc
  .tuple(
    fc.constantFrom('message', 'edited_message', 'business_message', 'edited_business_message'),
    anyMessage,
  )
  .map(([kind, message]) => ({ update_id: 1, [kind]: message }));

const anyKind = fc.constantFrom(
  'callback_query',
  'message_reaction',
  'my_chat_member',
  'business_connection',
  'deleted_business_messages',
  'poll',
);

describe('parsing', () => {
  it('returns for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => parse(bytes)).not.toThrow();
      }),
      fuzzRuns,
    );
  });

  it('returns for any JSON, and says something about it', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(parse(encode(value)).unknown).not.toEqual([]);
      }),
      fuzzRuns,
    );
  });

  it('passes no message over in silence, whatever stands in its fields', () => {
    fc.assert(
      fc.property(anyUpdate, (update) => {
        const { events, unknown, ignored } = parse(encode(update));

        expect(events.length + unknown.length + ignored.length).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('returns for any value in the place of an update of a known kind', () => {
    fc.assert(
      fc.property(anyKind, anyJson, (kind, value) => {
        const { events, unknown, ignored } = parse(encode({ update_id: 1, [kind]: value }));

        expect(events.length + unknown.length + ignored.length).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('says the same about the same bytes', () => {
    fc.assert(
      fc.property(anyUpdate, (update) => {
        expect(parse(encode(update))).toEqual(parse(encode(update)));
      }),
      { ...fuzzRuns, numRuns: Math.min(fuzzRuns.numRuns, 200) },
    );
  });
});

describe('large input', () => {
  const messageWith = (fields: object) => ({
    update_id: 1,
    message: {
      message_id: 2,
      date: 1790000000,
      chat: { id: 7, type: 'private', first_name: 'Ada' },
      from: { id: 7, is_bot: false, first_name: 'Ada' },
      ...fields,
    },
  });
  const firstPart = (value: unknown) => {
    const event = parse(encode(value)).events[0]?.event;
    return event?.kind === 'message' ? event.parts[0] : undefined;
  };

  it('keeps a text of a megabyte to the last character', () => {
    const text = `${'ä😀'.repeat(250_000)}.`;

    expect(firstPart(messageWith({ text }))).toEqual({ type: 'text', text });
  });

  it.each(['a', ' ', '(', '1', '/', '@', '/a@', '\u0000', '\u202e', '\ud800'])(
    'reads 100 000 times %j in every text field, in time that grows with the text and not its square',
    (unit) => {
      const long = unit.repeat(100_000);
      const update = messageWith({
        text: `/start${long}`,
        caption: long,
        media_group_id: long,
        quote: { text: long },
        from: {
          id: 7,
          is_bot: false,
          first_name: long,
          last_name: long,
          username: long,
          language_code: long,
        },
        entities: Array.from({ length: 1000 }, (_, offset) => ({ type: 'bold', offset, length: 99_000 })),
        [long]: long,
      });

      // Anything quadratic in these lengths would outlast the test's own time limit many times over.
      expect(parse(encode(update)).events).toHaveLength(1);
    },
  );

  it('shows names of bounded length, without what could move the words beside them', () => {
    const update = messageWith({
      text: 'x',
      from: { id: 7, is_bot: false, first_name: `A\u202eb\u0000c${'\u0301'.repeat(10_000)}` },
    });

    const event = parse(encode(update)).events[0]?.event;

    const name = event?.kind === 'message' ? (event.sender.displayName ?? '') : '';
    expect(name.startsWith('Abc')).toBe(true);
    expect(name.length).toBeLessThanOrEqual(200);
  });
});
