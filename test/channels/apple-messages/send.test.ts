import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/apple-messages/render.ts';
import { send, startTyping } from '../../../src/channels/apple-messages/send.ts';
import { ChannelError, type MediaFile } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { BUSINESS_ID, relayCredentials } from './credentials.ts';
import { CUSTOMER, MESSAGE_ID, outbound, requestsOf } from './outbound.ts';
import { lampCard, photo } from './samples.ts';
import { type ScriptedAnswer, startScriptedApple } from './scripted-apple.ts';
import { OUTBOUND } from './wire-schemas.ts';

const text: Part = { type: 'text', text: 'Yes' };
const store = {
  '/preUpload': { body: { 'upload-url': '{url}/store', 'mmcs-url': 'mmcs://file', 'mmcs-owner': 'owner-1' } },
  '/store': { body: { singleFile: { fileChecksum: 'AQID' } } },
};
const jpeg = (sizeBytes: number): MediaFile => ({
  bytes: new Uint8Array(sizeBytes),
  fileName: null,
  mimeType: 'image/jpeg',
});

async function attempt(
  part: Part,
  answers: Readonly<Record<string, ScriptedAnswer>> = {},
  change: Parameters<typeof startScriptedApple>[1] = {},
) {
  const apple = await startScriptedApple(answers, change);
  const [request] = requestsOf(render(outbound([part])));
  if (request === undefined) throw new Error('Nothing was rendered.');
  const outcome = await send(request, apple.context).catch((error: unknown) => error);
  return { outcome, apple };
}

const factsOf = (outcome: unknown) => {
  if (!(outcome instanceof ChannelError)) throw outcome;
  return { kind: outcome.kind, ...outcome.facts };
};

describe('sending', () => {
  it('is one packed request with the names in its headers, and takes the message by its own id', async () => {
    const { outcome, apple } = await attempt(text);

    expect(outcome).toEqual({ externalIds: [MESSAGE_ID], acceptedAt: null });
    expect(apple.calls).toHaveLength(1);
    expect(apple.calls[0]).toMatchObject({
      method: 'POST',
      path: '/message',
      headers: {
        id: MESSAGE_ID,
        'source-id': BUSINESS_ID,
        'destination-id': CUSTOMER,
        'content-encoding': 'gzip',
        'msp-agent': 'Confab',
      },
    });
  });

  it.each([
    ['nothing', ''],
    ['a data reference', { interactiveDataRef: { url: 'u' } }],
  ])('takes a 200 with %s for a yes', async (_name, body) => {
    const { outcome } = await attempt(text, { '/message': { body } });

    expect(outcome).toEqual({ externalIds: [MESSAGE_ID], acceptedAt: null });
  });

  it.each(['{"interactiveDataRef":', '<html>Welcome to our network</html>'])(
    'does not know what a 200 means that says %j',
    async (body) => {
      const { outcome } = await attempt(text, { '/message': { body } });

      expect(factsOf(outcome)).toMatchObject({ kind: 'indeterminate', platformCode: 'answer:malformed' });
    },
  );

  it('discloses a machine in the header, and no person', async () => {
    const apple = await startScriptedApple();
    for (const author of ['BOT', 'MEMBER'] as const) {
      for (const request of requestsOf(render(outbound([text], { author }))))
        await send(request, apple.context);
    }

    expect(apple.calls.map(({ headers }) => headers['auto-reply'])).toEqual(['true', undefined]);
  });

  it('goes through a relay plainly, with its headers and no token', async () => {
    const { apple } = await attempt(text, {}, { credentials: relayCredentials });

    const [call] = apple.calls;
    expect(call?.headers).toMatchObject({
      'x-api-key': 'relay-key-1',
      'x-tenant': 'acme',
      'source-id': BUSINESS_ID,
    });
    expect(call?.headers.authorization).toBeUndefined();
    expect(call?.headers['content-encoding']).toBeUndefined();
    expect(call?.json).toMatchObject({ type: 'text', body: 'Yes' });
  });

  it.each<[number, string, object]>([
    [400, 'rejected', { cause: 'invalid-content', actionBy: 'author' }],
    [401, 'unauthorized', { actionBy: 'operator' }],
    [403, 'unauthorized', { actionBy: 'operator' }],
    [404, 'rejected', { cause: 'unreachable', actionBy: 'contact' }],
    [408, 'indeterminate', {}],
    [409, 'rejected', { cause: 'other' }],
    [410, 'rejected', { cause: 'opted-out', actionBy: 'contact' }],
    [413, 'rejected', { cause: 'too-large', actionBy: 'author' }],
    [429, 'throttled', { retryAfterMs: 5000 }],
    [500, 'indeterminate', {}],
    [502, 'indeterminate', {}],
    [503, 'unavailable', {}],
    [504, 'indeterminate', {}],
    [302, 'indeterminate', {}],
  ])('takes %i for %s', async (status, kind, facts) => {
    const { outcome, apple } = await attempt(text, { '/message': { status, body: 'no' } });

    expect(factsOf(outcome)).toMatchObject({
      kind,
      platformCode: String(status),
      platformMessage: 'no',
      ...facts,
    });
    expect(apple.calls).toHaveLength(1);
  });

  it.each(['The thread is closed', 'user BLOCKED the business', 'customer opted out'])(
    'takes a refusal that says %j for the end of the conversation',
    async (body) => {
      const { outcome } = await attempt(text, { '/message': { status: 400, body } });

      expect(factsOf(outcome)).toMatchObject({ kind: 'rejected', cause: 'opted-out', platformCode: '400' });
    },
  );

  it.each([
    ['7', 7_000],
    ['99999999', 3_600_000],
    ['soon', 5_000],
  ])('waits as long as a 429 asks for: %s', async (header, retryAfterMs) => {
    const { outcome } = await attempt(text, {
      '/message': { status: 429, headers: { 'retry-after': header } },
    });

    expect(factsOf(outcome)).toMatchObject({ retryAfterMs });
  });

  it('quotes no page of something in between', async () => {
    const answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };
    const { outcome } = await attempt(text, { '/message': answer });

    expect(factsOf(outcome)).not.toHaveProperty('platformMessage');
  });

  it('does not know whether a message is out when the connection breaks', async () => {
    const { outcome } = await attempt(text, { '/message': { isCut: true } });

    expect(factsOf(outcome)).toMatchObject({ kind: 'indeterminate' });
  });

  it('knows that nothing is out when nobody listens', async () => {
    const { outcome } = await attempt(text, {}, { apiBaseUrl: 'http://127.0.0.1:47' });

    expect(factsOf(outcome)).toMatchObject({ kind: 'unavailable', platformCode: 'network:ECONNREFUSED' });
  });

  it('shows no secret in an error', async () => {
    const { outcome, apple } = await attempt(text, { '/message': { status: 403, body: 'bad token' } });

    expect(JSON.stringify([String(outcome), factsOf(outcome)])).not.toContain('Bearer');
    expect(JSON.stringify(factsOf(outcome))).not.toContain(apple.context.credentials.mspSecret);
  });
});

describe('sending a file', () => {
  const files = { photo: jpeg(10) };

  it.each<[string, Readonly<Record<string, ScriptedAnswer>>, string]>([
    ['Apple gives no slot', { ...store, '/preUpload': { status: 500 } }, 'unavailable'],
    ['Apple names no slot', { ...store, '/preUpload': { body: {} } }, 'unavailable'],
    [
      'Apple names a slot that is no address',
      { '/preUpload': { body: { 'upload-url': 'x', 'mmcs-url': 'u', 'mmcs-owner': 'o' } } },
      'unavailable',
    ],
    ['the store refuses', { ...store, '/store': { status: 500 } }, 'unavailable'],
    ['the store breaks off', { ...store, '/store': { isCut: true } }, 'unavailable'],
    ['the store gives no checksum', { ...store, '/store': { body: {} } }, 'unavailable'],
    ['the token is refused', { ...store, '/preUpload': { status: 403 } }, 'unauthorized'],
  ])('sends nothing when %s', async (_name, answers, kind) => {
    const { outcome, apple } = await attempt(photo, answers, { files });

    expect(factsOf(outcome).kind).toBe(kind);
    expect(apple.calls.map(({ path }) => path)).not.toContain('/message');
  });

  it('can be tried again when the file could not be opened', async () => {
    const { outcome, apple } = await attempt(photo, store);

    expect(factsOf(outcome)).toMatchObject({ kind: 'unavailable', platformCode: 'upload:not-opened' });
    expect(apple.calls).toEqual([]);
  });

  it.each([
    [200_000, 'accepted'],
    [200_001, 'too-large'],
  ])('takes %i bytes for the image of a link: %s', async (sizeBytes, expected) => {
    const { outcome, apple } = await attempt(lampCard, {}, { files: { photo: jpeg(sizeBytes) } });

    expect(outcome instanceof ChannelError ? outcome.facts.cause : 'accepted').toBe(expected);
    if (expected === 'accepted') OUTBOUND.message.parse(apple.calls[0]?.json);
  });
});

describe('typing', () => {
  it('is shown under a name of its own each time', async () => {
    const { context, calls } = await startScriptedApple();

    await startTyping(CUSTOMER, context);
    await startTyping(CUSTOMER, context);

    for (const { json } of calls)
      expect(OUTBOUND.message.parse(json)).toMatchObject({ type: 'typing_start' });
    expect(new Set(calls.map(({ headers }) => headers.id)).size).toBe(2);
  });
});
