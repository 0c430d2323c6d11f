import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seal } from '../../../src/channels/apple-messages/cipher.ts';
import { complete } from '../../../src/channels/apple-messages/complete.ts';
import { parseMessage } from '../../../src/channels/apple-messages/parse.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';
import { BUSINESS_ID } from './credentials.ts';
import { type ScriptedAnswer, startScriptedApple } from './scripted-apple.ts';

const text = {
  v: 1,
  id: 'm1',
  type: 'text',
  sourceId: 'urn:mbid:ada',
  destinationId: BUSINESS_ID,
  body: 'Hello',
};

const request = (body: unknown, headers: WebhookRequest['headers'] = {}): WebhookRequest => ({
  method: 'POST',
  headers,
  query: {},
  body: body instanceof Uint8Array ? body : gzipSync(JSON.stringify(body)),
});

const eventIn = (body: Uint8Array) =>
  parseMessage(body, { externalId: BUSINESS_ID, username: null, settings: {} }).events[0]?.event;
const read = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString());

describe('completing a body', () => {
  it('carries what the device can show, which only a header says', async () => {
    const { context } = await startScriptedApple();

    const body = await complete(
      request(text, { 'capability-list': 'LIST,QUICK', 'device-agent': 'iPhone OS' }),
      context,
    );

    const event = eventIn(body);
    expect(event?.kind === 'message' && event.sender.deviceFeatures).toEqual(['APP', 'LIST', 'QUICK']);
    expect(read(body).headers).toEqual({ 'capability-list': 'LIST,QUICK', 'device-agent': 'iPhone OS' });
  });

  it('takes ids from the headers, where the body has none or others', async () => {
    const { context } = await startScriptedApple();
    const { id: _id, sourceId: _source, ...rest } = text;

    const body = await complete(
      request(rest, { id: 'm9', 'source-id': 'urn:mbid:grace', 'destination-id': 'other' }),
      context,
    );

    expect(read(body)).toMatchObject({ id: 'm9', sourceId: 'urn:mbid:grace', destinationId: 'other' });
  });

  it('believes no headers that stand in the body', async () => {
    const { context } = await startScriptedApple();

    const body = await complete(request({ ...text, headers: { 'capability-list': 'FORM' } }), context);

    expect(read(body).headers).toEqual({});
  });

  it.each([
    ['no JSON', Buffer.from('hello')],
    ['a list', Buffer.from('[1]')],
    ['a bomb', gzipSync(Buffer.alloc(50 * 1024 * 1024))],
  ])('leaves %s as it came', async (_name, bytes) => {
    const { context } = await startScriptedApple();

    expect(await complete(request(bytes), context)).toBe(bytes);
  });
});

describe('a large answer', () => {
  const answer = { interactiveData: { data: { 'quick-reply': { selectedIdentifier: 'yes' } } } };
  const packed = seal(Buffer.from('packed by the device'));
  const reference = {
    bid: 'com.apple.extension',
    title: 'Choose',
    url: 'mmcs://here',
    owner: 'owner-1',
    signature: '81d3ab',
    key: packed.key,
    size: '20',
  };
  const { body: _body, ...envelope } = text;
  const message = { ...envelope, type: 'interactive', interactiveDataRef: reference };
  const good: Readonly<Record<string, ScriptedAnswer>> = {
    '/preDownload': { body: { 'download-url': '{url}/blob' } },
    '/blob': { body: packed.bytes },
    '/decodePayload': { body: answer },
  };

  it('is fetched, opened and decoded before it is read', async () => {
    const { context, calls } = await startScriptedApple(good);

    const event = eventIn(await complete(request(message), context));

    expect(event?.kind === 'message' && event.parts).toEqual([
      { type: 'choice-reply', payload: 'yes', title: null },
    ]);
    const [ask, , decode] = calls;
    expect(ask?.headers).toMatchObject({
      'mmcs-url': 'mmcs://here',
      'mmcs-owner': 'owner-1',
      'mmcs-signature': 'gdOr',
      'source-id': BUSINESS_ID,
    });
    expect(decode?.headers).toMatchObject({
      bid: 'com.apple.extension',
      'source-id': BUSINESS_ID,
      'content-type': 'application/octet-stream',
    });
    expect(decode?.bytes.toString()).toBe('packed by the device');
  });

  it('is asked for with the old names where the account says so', async () => {
    const { context, calls } = await startScriptedApple(good, { settings: { usesLegacyFileHeaders: true } });

    await complete(request(message), context);

    expect(calls[0]?.headers).toMatchObject({ url: 'mmcs://here', owner: 'owner-1', signature: 'gdOr' });
  });

  it('shows no token to the store', async () => {
    const { context, calls } = await startScriptedApple(good);

    await complete(request(message), context);

    expect(calls.map(({ path, headers }) => [path, headers.authorization !== undefined])).toEqual([
      ['/preDownload', true],
      ['/blob', false],
      ['/decodePayload', true],
    ]);
  });

  it('is not fetched when it stands in the body already', async () => {
    const { context, calls } = await startScriptedApple(good);

    await complete(request({ ...message, ...answer }), context);

    expect(calls).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, ScriptedAnswer>>]>([
    ['its address has expired', { ...good, '/blob': { status: 403 } }],
    ['Apple knows it no more', { ...good, '/preDownload': { status: 404 } }],
    ['Apple names no address', { ...good, '/preDownload': { body: {} } }],
    [
      'Apple names a private address of another kind',
      { ...good, '/preDownload': { body: { 'download-url': 'file:///etc/passwd' } } },
    ],
    ['it is larger than any answer', { ...good, '/blob': { body: new Uint8Array(11 * 1024 * 1024) } }],
    ['it can not be decoded', { ...good, '/decodePayload': { status: 400 } }],
    ['decoding gives no answer', { ...good, '/decodePayload': { body: { interactiveData: 'text' } } }],
    ['the connection breaks', { ...good, '/blob': { isCut: true } }],
  ])('leaves a message that says so when %s', async (_name, answers) => {
    const { context } = await startScriptedApple(answers);

    const event = eventIn(await complete(request(message), context));

    expect(event?.kind === 'message' && event.parts).toEqual([
      { type: 'unsupported', label: 'an interactive answer whose content expired: Choose' },
    ]);
  });
});

describe('a file that is a person or a place', () => {
  const card = seal(Buffer.from('BEGIN:VCARD\nFN:Grace\nTEL:+49170\nEND:VCARD'));
  const file = {
    name: 'Grace.vcf',
    mimeType: 'text/vcard',
    size: 40,
    url: 'mmcs://card',
    owner: 'owner-1',
    signature: '81d3ab',
    key: card.key,
  };
  const message = { ...text, body: '\ufffc', attachments: [file] };
  const good: Readonly<Record<string, ScriptedAnswer>> = {
    '/preDownload': { body: { 'download-url': '{url}/card' } },
    '/card': { body: card.bytes },
  };
  const partIn = (body: Uint8Array) => {
    const event = eventIn(body);
    return event?.kind === 'message' ? event.parts[0] : undefined;
  };

  it('is read while Apple waits', async () => {
    const { context } = await startScriptedApple(good);

    expect(partIn(await complete(request(message), context))).toMatchObject({
      type: 'contact-card',
      contacts: [{ name: 'Grace', phones: ['+49170'] }],
    });
  });

  it.each<[string, Readonly<Record<string, ScriptedAnswer>>, object]>([
    ['can not be had', { ...good, '/card': { status: 403 } }, {}],
    ['is larger than it says', { ...good, '/card': { body: Buffer.alloc(300 * 1024) } }, {}],
    ['says nothing that is a card', { ...good, '/card': { body: Buffer.alloc(40) } }, {}],
    ['is too large to wait for', good, { size: 300 * 1024 }],
  ])('stays a file when it %s', async (_name, answers, change) => {
    const { context } = await startScriptedApple(answers);
    const attachments = [{ ...file, ...change }];

    expect(partIn(await complete(request({ ...message, attachments }), context))).toMatchObject({
      type: 'media',
      kind: 'file',
      fileName: 'Grace.vcf',
    });
  });

  it('is not asked for where it is neither, and words of the sender are not taken for it', async () => {
    const { context, calls } = await startScriptedApple(good);
    const attachments = [{ ...file, mimeType: 'image/jpeg' }];
    const forged = { ...message, attachments, cardFiles: { 0: 'BEGIN:VCARD\nFN:Eve\nEND:VCARD' } };

    expect(partIn(await complete(request(forged), context))).toMatchObject({ type: 'media', kind: 'image' });
    expect(calls).toEqual([]);
  });
});
