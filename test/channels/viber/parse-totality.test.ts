import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';
import { callbackBodies } from './callbacks.ts';

const account = { externalId: null, username: null, settings: { welcomeText: 'Hi' } };
const { webhook } = viber;

/** Asks everything that is asked of a body; what breaks the contract is thrown. */
function understand(body: Uint8Array) {
  const payload = webhook?.parse(body, account);
  if (payload === undefined) throw new Error('no answer');
  if (payload.events.length + payload.unknown.length + payload.ignored.length === 0) {
    throw new Error('nothing is said about it');
  }
  // What has no time or no name would be stored as such.
  if (/"(?:sentAt|occurredAt)":"Invalid|undefined|"externalId":""/u.test(JSON.stringify(payload.events))) {
    throw new Error('an event with a hole in it');
  }
  for (const label of payload.unknown) {
    if (!/^[\w?.:-]{1,200}$/u.test(label)) throw new Error(`a label that could do harm: ${label}`);
  }
  webhook?.answerHandshake?.({ method: 'POST', headers: {}, query: {}, body }, { authToken: 'a-b-c' });
  if (webhook?.answer?.(body, account).status !== 200) throw new Error('an answer that would be repeated');
  return payload;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Values as Viber nests them, under names that the adapter reads. */
const Names = fc.constantFrom(
  ...['event', 'timestamp', 'message_token', 'sender', 'user', 'user_id', 'message', 'silent', 'id', 'name'],
  ...['type', 'text', 'media', 'size', 'file_size', 'sticker_id', 'contact', 'location', 'lat', 'lon'],
  ...[
    'tracking_data',
    'chat_id',
    'context',
    'subscribed',
    'desc',
    'avatar',
    'country',
    'language',
    '__proto__',
  ],
);
const Words = fc.oneof(
  fc.constantFrom(
    'message',
    'text',
    'picture',
    'location',
    'contact',
    'sticker',
    'seen',
    'subscribed',
    'webhook',
  ),
  fc.constantFrom('conversation_started', 'unsubscribed', 'failed', 'url', 'file', '6130482957716203351', ''),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const { callback } = fc.letrec<{ callback: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    Words,
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.maxSafeNat()),
    tie('callback'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  callback: fc.dictionary(Names, tie('value'), { maxKeys: 10, noNullPrototype: true }),
}));

describe('no body makes parsing fail', () => {
  it('of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => understand(bytes) !== null),
      fuzzRuns,
    );
  });

  it('of any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => understand(bytesOf(json)) !== null),
      fuzzRuns,
    );
  });

  it('of the names that Viber uses, around anything', () => {
    let understood = 0;
    fc.assert(
      fc.property(
        callback,
        fc.constantFrom('message', 'seen', 'subscribed', 'unsubscribed', 'conversation_started', 'failed'),
        (fields, event) => {
          const body = JSON.stringify({ message_token: 1, user_id: 'q', ...Object(fields), event });
          understood += understand(bytesOf(body)).events.length;
        },
      ),
      fuzzRuns,
    );
    expect(understood).toBeGreaterThan(fuzzRuns.numRuns / 20);
  });

  it('of a real callback with anything in the place of one of its values', () => {
    const places = callbackBodies.flatMap((body) =>
      [...body.matchAll(/:("(?:[^"\\]|\\.)*"|\d+|true|false)/gu)].map(({ index, 0: found }) => ({
        before: body.slice(0, index + 1),
        after: body.slice(index + found.length),
      })),
    );

    fc.assert(
      fc.property(fc.constantFrom(...places), fc.json({ maxDepth: 2 }), ({ before, after }, json) => {
        understand(bytesOf(before + json + after));
      }),
      fuzzRuns,
    );
  });

  it('of a real callback with broken bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...callbackBodies.filter((body) => body !== '')),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (body, hits) => {
          const bytes = bytesOf(body);
          for (const [at, byte] of hits) bytes[at % bytes.length] = byte;
          understand(bytes);
        },
      ),
      fuzzRuns,
    );
  });

  it.each([
    ['100 000 lists in each other', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100 000 objects in each other', `${'{"user":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a number of 100 000 digits', `{"event":"seen","message_token":${'9'.repeat(100_000)},"user_id":"q"}`],
    ['a string that never ends', `{"event":"${'\\"1'.repeat(50_000)}`],
  ])('of %s', (_, body) => {
    expect(understand(bytesOf(body)).events).toEqual([]);
  });
});

describe('a token of any 64 bits', () => {
  it('comes out exact, written as a number or as a string, whatever the text says', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        (token, text, isQuoted) => {
          const written = isQuoted ? `"${token}"` : `${token}`;
          const body = `{"message":{"type":"text","text":${JSON.stringify(`${text}"message_token":${token}1`)}},"message_token":${written},"event":"message","sender":{"id":"q"}}`;

          expect(understand(bytesOf(body)).events[0]?.event).toMatchObject({ externalId: String(token) });
        },
      ),
      fuzzRuns,
    );
  });
});
