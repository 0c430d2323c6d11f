import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/channels/apple-messages/parse.ts';
import { readTapback } from '../../../src/channels/apple-messages/tapback.ts';
import { fuzzRuns } from '../../support/fuzz-runs.ts';

const account = { externalId: '5f0c1b7e-0000-4000-8000-00000000b1b1', username: null, settings: {} };
const parse = (body: Uint8Array) => parseMessage(body, account);
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const anyJson = fc.jsonValue({ maxDepth: 6 });
const anyType = fc.constantFrom('text', 'interactive', 'typing_start', 'typing_end', 'close', 'hologram');
const anyField = fc.constantFrom(
  'body',
  'attachments',
  'interactiveData',
  'interactiveDataRef',
  'locale',
  'group',
  'intent',
  'referenceIds',
  'destinationId',
  'headers',
);

/** Real enough to get past the door: an id, a sender, a type, and any values in any of the real fields. */
const anyMessage = fc
  .tuple(anyType, fc.dictionary(anyField, anyJson))
  .map(([type, fields]) => ({ ...fields, id: 'm1', sourceId: 'urn:mbid:ada', type }));

const anyAnswerKey = fc.constantFrom(
  'listPicker',
  'event',
  'timePicker',
  'quick-reply',
  'dynamic',
  'authenticate',
  'payment',
  'notification',
  'replyMessage',
  'requestIdentifier',
  '__proto__',
);
const anyAnswer = fc.dictionary(anyAnswerKey, anyJson).map((data) => ({
  id: 'm1',
  sourceId: 'urn:mbid:ada',
  type: 'interactive',
  interactiveData: { data },
}));

describe('parsing', () => {
  it('returns for any bytes, packed or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => parse(bytes)).not.toThrow();
        expect(() => parse(gzipSync(bytes))).not.toThrow();
        expect(() => parse(new Uint8Array([0x1f, 0x8b, ...bytes]))).not.toThrow();
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
      fc.property(anyMessage, (message) => {
        const { events, unknown } = parse(encode(message));

        expect(events.length + unknown.length).toBeGreaterThan(0);
      }),
      fuzzRuns,
    );
  });

  it('makes a message of every answer, whatever stands in it', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const [first] = parse(encode(answer)).events;

        expect(first?.event.kind).toBe('message');
      }),
      fuzzRuns,
    );
  });

  it('reads any text to its end, tapback or not', () => {
    const sentence = fc.tuple(
      fc.constantFrom('Liked', 'Reacted 🥳 to', 'Removed a like from', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(sentence, ([start, rest]) => {
        expect(() => readTapback(`${start} “${rest}”`)).not.toThrow();
      }),
      fuzzRuns,
    );
  });
});
