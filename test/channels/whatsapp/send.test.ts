import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/whatsapp/render.ts';
import { send } from '../../../src/channels/whatsapp/send.ts';
import type { AccountContext, MediaFile } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { outbound, PHONE, requestOf, USER_ID } from './outbound.ts';
import { ACCESS_TOKEN, channelErrorOf, type Script, startScriptedGraph } from './scripted-graph.ts';

const MESSAGES = 'POST /v26.0/118826403377915/messages';
const MEDIA = 'POST /v26.0/118826403377915/media';
const ACCEPTED = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+49 171 3920077', wa_id: PHONE }],
  messages: [{ id: 'wamid.OUT7' }],
};

const hello: Part = { type: 'text', text: 'Hello' };
const picture = (kind: 'image' | 'sticker' = 'image'): Part => ({
  type: 'media',
  kind,
  source: { from: 'store', mediaId: 'm1' as never },
});
const sendPart = (part: Part, context: AccountContext) => send(requestOf(render(outbound([part]))), context);

const holding = (file: Partial<MediaFile>): Partial<AccountContext> => ({
  openMedia: async () => ({ bytes: Buffer.from('jpeg'), fileName: null, mimeType: 'image/jpeg', ...file }),
});

describe('sending', () => {
  it('posts what was rendered, with the token, and returns the names of message and recipient', async () => {
    const { calls, context } = await startScriptedGraph({ [MESSAGES]: { body: ACCEPTED } });
    const wire = requestOf(render(outbound([hello])));

    const receipt = await send(wire, context);

    expect(calls).toMatchObject([
      { operation: MESSAGES, body: wire.body, headers: { authorization: `Bearer ${ACCESS_TOKEN}` } },
    ]);
    expect(receipt).toEqual({ externalIds: ['wamid.OUT7'], acceptedAt: null, recipientAliases: [PHONE] });
  });

  it('takes a message that is held back for a moment as accepted', async () => {
    const body = {
      contacts: [{ input: USER_ID, user_id: USER_ID }],
      messages: [{ id: 'wamid.1', message_status: 'held_for_quality_assessment' }],
    };
    const { context } = await startScriptedGraph({ [MESSAGES]: { body } });

    expect(await sendPart(hello, context)).toMatchObject({
      externalIds: ['wamid.1'],
      recipientAliases: [USER_ID],
    });
  });

  it('calls the version that the account is set to, with a proof where the app wants one', async () => {
    const { calls, context } = await startScriptedGraph({ '': { body: ACCEPTED } });

    await sendPart(hello, { ...context, settings: { graphVersion: 'v25.0', appSecretProof: true } });

    expect(calls[0]?.operation).toBe('POST /v25.0/118826403377915/messages');
    expect(calls[0]?.query.appsecret_proof).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('calls nothing while the version is none', async () => {
    const { calls, context } = await startScriptedGraph({ '': { body: ACCEPTED } });

    const error = await channelErrorOf(sendPart(hello, { ...context, settings: { graphVersion: 'newest' } }));

    expect(error.kind).toBe('unauthorized');
    expect(calls).toHaveLength(0);
  });

  it('uploads a file first and sends its id', async () => {
    const { calls, context } = await startScriptedGraph({
      [MEDIA]: { body: { id: '880017744120960' } },
      [MESSAGES]: { body: ACCEPTED },
    });

    await sendPart(picture(), { ...context, ...holding({}) });

    expect(calls).toMatchObject([
      {
        operation: MEDIA,
        body: {
          messaging_product: 'whatsapp',
          type: 'image/jpeg',
          file: { name: 'image.jpg', type: 'image/jpeg', size: 4 },
        },
      },
      { operation: MESSAGES, body: { type: 'image', image: { id: '880017744120960' } } },
    ]);
  });

  it('never takes words that look like the place of an upload for one', async () => {
    const { calls, context } = await startScriptedGraph({
      [MEDIA]: { body: { id: '7' } },
      [MESSAGES]: { body: ACCEPTED },
    });
    const caption = 'attach://image';

    await sendPart({ ...picture(), caption } as Part, { ...context, ...holding({}) });

    expect(calls[1]?.body).toMatchObject({ image: { id: '7', caption } });
  });
});

describe('a file that WhatsApp would refuse', () => {
  const animated = Buffer.concat([
    Buffer.from('RIFF....WEBPVP8X....'),
    Buffer.from([0b10]),
    Buffer.alloc(200_000),
  ]);

  it.each<[string, Part, Partial<MediaFile>, object]>([
    ['of another type', picture(), { mimeType: 'image/gif' }, { cause: 'invalid-content' }],
    ['of an unknown type', picture(), { mimeType: null }, { cause: 'invalid-content' }],
    ['too large', picture(), { bytes: new Uint8Array(5 * 1024 * 1024 + 1) }, { cause: 'too-large' }],
    [
      'that stands still and is too large for that',
      picture('sticker'),
      { bytes: new Uint8Array(200_000), mimeType: 'image/webp' },
      { cause: 'too-large' },
    ],
  ])('is not even uploaded: one %s', async (_, part, file, facts) => {
    const { calls, context } = await startScriptedGraph({ '': { body: ACCEPTED } });

    const error = await channelErrorOf(sendPart(part, { ...context, ...holding(file) }));

    expect(error).toMatchObject({ kind: 'rejected', facts });
    expect(calls).toHaveLength(0);
  });

  it('is not an animated sticker of the same size', async () => {
    const { context } = await startScriptedGraph({ [MEDIA]: { body: { id: '7' } }, '': { body: ACCEPTED } });
    const file = holding({ bytes: animated, mimeType: 'image/webp' });

    await expect(sendPart(picture('sticker'), { ...context, ...file })).resolves.toBeDefined();
  });

  it.each<[string, Script]>([
    ['the upload breaks off', { [MEDIA]: { body: 'cut' } }],
    ['the upload fails', { [MEDIA]: { status: 502, body: 'Bad Gateway' } }],
    ['the upload is answered with riddles', { [MEDIA]: { body: { ok: 1 } } }],
  ])('has sent nothing for certain when %s', async (_, script) => {
    const { context } = await startScriptedGraph(script);

    const error = await channelErrorOf(sendPart(picture(), { ...context, ...holding({}) }));

    expect(error.kind).toBe('unavailable');
  });

  it('can be tried again when it could not be opened', async () => {
    const { context } = await startScriptedGraph({ '': { body: ACCEPTED } });

    expect((await channelErrorOf(sendPart(picture(), context))).kind).toBe('unavailable');
  });
});

describe('a send whose answer is none', () => {
  it('has sent nothing when nobody could be reached', async () => {
    const { context, close } = await startScriptedGraph({});
    close();

    const error = await channelErrorOf(sendPart(hello, context));

    expect(error).toMatchObject({ kind: 'unavailable', facts: { platformCode: 'network:ECONNREFUSED' } });
  });

  it.each<[string, Script]>([
    ['the connection breaks', { '': { body: 'cut' } }],
    ['the body breaks off', { '': { body: '{"messages":[{"id' } }],
    ['it names no message', { '': { body: { messaging_product: 'whatsapp' } } }],
    ['a proxy gives up', { '': { status: 502, body: '<html>' } }],
    ['a proxy waits too long', { '': { status: 408, body: '' } }],
    [
      'WhatsApp fails without a word',
      { '': { status: 500, body: { error: { code: 131000, message: 'x' } } } },
    ],
  ])('does not claim to know when %s', async (_, script) => {
    const { context } = await startScriptedGraph(script);

    expect((await channelErrorOf(sendPart(hello, context))).kind).toBe('indeterminate');
  });

  it('does not claim to know when the time is over', async () => {
    const { context } = await startScriptedGraph({ '': { body: ACCEPTED } });
    const slow: AccountContext = {
      ...context,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
      signal: AbortSignal.timeout(1),
    };

    expect((await channelErrorOf(sendPart(hello, slow))).kind).toBe('indeterminate');
  });
});

describe('a refusal', () => {
  it('keeps code, words and subcode, and never shows the token', async () => {
    const { context } = await startScriptedGraph({
      '': {
        status: 400,
        body: {
          error: {
            message: `(#131009) ${ACCESS_TOKEN}`,
            code: 131009,
            error_subcode: 2494010,
            error_data: { details: `Parameter value is not valid: ${ACCESS_TOKEN}` },
          },
        },
      },
    });

    const error = await channelErrorOf(sendPart(hello, context));

    expect(error).toMatchObject({
      kind: 'rejected',
      facts: {
        platformCode: '131009',
        cause: 'invalid-content',
        actionBy: 'author',
        platformMessage: 'Parameter value is not valid: … (subcode 2494010)',
      },
    });
    expect(JSON.stringify([error.message, error.stack, error.facts])).not.toContain(ACCESS_TOKEN);
  });

  it.each([
    [{ 'retry-after': '17' }, 17_000],
    [
      {
        'x-business-use-case-usage':
          '{"204718390551002":[{"type":"whatsapp","estimated_time_to_regain_access":3}]}',
      },
      180_000,
    ],
  ])('asks for as long a pause as Meta does: %o', async (headers, retryAfterMs) => {
    const { context } = await startScriptedGraph({
      '': { status: 429, headers, body: { error: { message: 'slow down', code: 80007 } } },
    });

    expect(await channelErrorOf(sendPart(hello, context))).toMatchObject({
      kind: 'throttled',
      facts: { platformCode: '80007', retryAfterMs },
    });
  });
});
