import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseMessage } from '../../../src/channels/apple-messages/parse.ts';
import type { WebhookAccount } from '../../../src/core/channel/index.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/apple-messages');
const BUSINESS = '5f0c1b7e-0000-4000-8000-00000000b1b1';

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

const account: WebhookAccount = { externalId: BUSINESS, username: null, settings: {} };
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const files = readdirSync(FIXTURES).map((file) => ({
  about: file.replace('.json', ''),
  cases: Cases.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))),
}));

describe.each(files)('a body about $about', ({ cases }) => {
  it.each(cases)('$name', ({ body, expected }) => {
    const payload = parseMessage(encode(body), account);

    const events = payload.events.map(({ event }) => event);
    expect(JSON.parse(JSON.stringify({ ...payload, events }))).toEqual(expected);
  });
});

describe('parsing', () => {
  const text = { id: 'm1', type: 'text', sourceId: 'urn:mbid:ada', body: 'Hello' };
  const ownerOf = (body: object, owner = account) =>
    parseMessage(encode(body), owner).events[0]?.accountExternalId;

  it('says the same about a packed body as about a plain one', () => {
    for (const { body } of files.flatMap(({ cases }) => cases)) {
      expect(parseMessage(gzipSync(encode(body)), account)).toEqual(parseMessage(encode(body), account));
    }
  });

  it.each([
    ['the bare id', BUSINESS],
    ['the id in capitals', BUSINESS.toUpperCase()],
    ['its urn', `urn:biz:${BUSINESS}`],
  ])('finds the business by %s', (_name, destinationId) => {
    expect(ownerOf({ ...text, destinationId })).toBe(BUSINESS);
  });

  it('leaves a message to the account whose address was called where it names no business, or the account has no name yet', () => {
    expect(ownerOf(text)).toBeNull();
    expect(ownerOf({ ...text, destinationId: BUSINESS }, { ...account, externalId: null })).toBeNull();
  });

  it('names a message for another business', () => {
    expect(ownerOf({ ...text, destinationId: 'urn:biz:OTHER' })).toBe('other');
  });

  it('calls a customer the same for ever, and two customers differently', () => {
    const nameOf = (sourceId: string) => {
      const event = parseMessage(encode({ ...text, sourceId }), account).events[0]?.event;
      return event?.kind === 'message' ? event.sender.displayName : undefined;
    };

    expect(nameOf('urn:mbid:ada')).toBe(nameOf('urn:mbid:ada'));
    expect(nameOf('urn:mbid:ada')).not.toBe(nameOf('urn:mbid:grace'));
  });

  it('reads a megabyte of text whole', () => {
    const body = 'é'.repeat(1024 * 1024);

    const event = parseMessage(gzipSync(encode({ ...text, body })), account).events[0]?.event;

    expect(event?.kind === 'message' && event.parts).toEqual([{ type: 'text', text: body }]);
  });

  it.each([
    ['a message that unpacks to more than 10 MB', gzipSync(encode({ ...text, body: 'a'.repeat(11e6) }))],
    ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024))],
    ['a packed body that breaks off', gzipSync(encode(text)).subarray(0, 20)],
    ['a packed body that is packed again', gzipSync(gzipSync(encode(text)))],
    ['a plain message of more than 10 MB', encode({ ...text, body: 'a'.repeat(11e6) })],
    ['no bytes', new Uint8Array()],
    ['half a character', new Uint8Array([0xc3])],
  ])('keeps %s raw instead of reading it', (_name, body) => {
    expect(parseMessage(body, account)).toEqual({ events: [], unknown: ['body:not-an-object'], ignored: [] });
  });
});
