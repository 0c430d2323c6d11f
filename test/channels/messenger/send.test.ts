import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import type { AccountContext } from '../../../src/core/channel/index.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { PAGE_ID } from './account.ts';
import { outbound, requestsOf } from './outbound.ts';
import { channelErrorOf, closedAddress, contextOf, startScriptedGraph } from './scripted-graph.ts';

const SENT = { body: { recipient_id: '7712003344556677', message_id: 'm_DocOUT900' } };
const UPLOADED = { body: { attachment_id: '990017' } };
const text: Part = { type: 'text', text: 'Hallo' };
const picture: Part = {
  type: 'media',
  kind: 'image',
  source: { from: 'store', mediaId: '0198f000-0000-7000-8000-0000000000aa' as MediaId },
};

async function sends(part: Part, context: AccountContext) {
  const [request] = requestsOf(messenger.render(outbound([part])));
  if (request === undefined) throw new Error('Nothing was rendered.');
  return messenger.send(request, context);
}

describe('sending', () => {
  it('is one call with the token in a header, and the body is what was previewed', async () => {
    const { calls, context } = await startScriptedGraph(SENT);

    const receipt = await sends(text, context);

    expect(receipt.externalIds).toEqual(['m_DocOUT900']);
    expect(calls).toEqual([
      {
        method: 'POST',
        path: `/v26.0/${PAGE_ID}/messages`,
        authorization: 'Bearer EAAexampletoken',
        body: requestsOf(messenger.render(outbound([text])))[0]?.body,
      },
    ]);
  });

  it.each([
    ['Meta’s time, where ours is ahead', 'Sun, 01 Nov 2026 04:40:09 GMT', '2026-11-01T04:40:09.000Z'],
    [
      'the time before the call, where Meta’s is later',
      'Sun, 01 Nov 2026 05:40:09 GMT',
      '2026-11-01T05:00:00.000Z',
    ],
    ['the time before the call, where Meta’s is none', 'soon', '2026-11-01T05:00:00.000Z'],
  ])('happened no later than %s', async (_name, date, acceptedAt) => {
    const { url } = await startScriptedGraph({ ...SENT, headers: { date } });
    const clock = { now: () => new Date('2026-11-01T05:00:00.000Z') };

    const receipt = await sends(text, contextOf(url, { clock }));

    expect(receipt.acceptedAt?.toISOString()).toBe(acceptedAt);
  });

  it('proves with the app’s secret where the account wants that, and calls the version that is set', async () => {
    const { calls, url } = await startScriptedGraph(SENT);

    await sends(text, contextOf(url, { settings: { appSecretProof: true, graphVersion: 'v25.0' } }));

    expect(calls[0]?.path).toMatch(/^\/v25\.0\/\d+\/messages\?appsecret_proof=[0-9a-f]{64}$/u);
  });

  it('is refused before anything leaves when the version is none', async () => {
    const { calls, url } = await startScriptedGraph(SENT);

    const error = await channelErrorOf(sends(text, contextOf(url, { settings: { graphVersion: 'newest' } })));

    expect(error.kind).toBe('unauthorized');
    expect(calls).toEqual([]);
  });

  it.each([
    [
      'a refusal',
      { status: 400, body: { error: { message: 'x', code: 10, error_subcode: 2018278 } } },
      'rejected',
    ],
    ['a gateway that gave up', { status: 504, body: 'upstream timed out' }, 'indeterminate'],
    ['an answer that breaks off', { body: '{"message_id":"m_Do' }, 'indeterminate'],
    ['an answer without an id', { body: { recipient_id: '7' } }, 'indeterminate'],
    [
      'a limit',
      {
        status: 400,
        headers: {
          'x-business-use-case-usage': '{"402210991827364":[{"estimated_time_to_regain_access":7}]}',
        },
        body: { error: { code: 80006 } },
      },
      'throttled',
    ],
  ])('that meets %s throws what the queue needs to know, after one call', async (_name, answer, kind) => {
    const { calls, context } = await startScriptedGraph(answer);

    const error = await channelErrorOf(sends(text, context));

    expect(error.kind).toBe(kind);
    expect(calls).toHaveLength(1);
  });

  it('heeds how long Meta says that a limit lasts', async () => {
    const { context } = await startScriptedGraph({
      status: 400,
      headers: { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":7}]}' },
      body: { error: { code: 80006 } },
    });

    expect((await channelErrorOf(sends(text, context))).facts.retryAfterMs).toBe(7 * 60_000);
  });

  it('to an address that nobody listens at has certainly not happened', async () => {
    const error = await channelErrorOf(sends(text, contextOf(await closedAddress())));

    expect(error.kind).toBe('unavailable');
  });
});

describe('a file', () => {
  it('is uploaded once for many messages, and each is sent by its id', async () => {
    const { calls, context } = await startScriptedGraph(UPLOADED, SENT);

    await sends(picture, context);
    await sends(picture, context);

    expect(calls.map(({ path }) => path.split('/').at(-1))).toEqual([
      'message_attachments',
      'messages',
      'messages',
    ]);
    expect(calls[0]?.body).toContain('"is_reusable":true');
    expect(calls[0]?.body).toContain('filename="image.jpg"');
    expect(calls.slice(1).map(({ body }) => Object(body).message.attachment.payload)).toEqual([
      { attachment_id: '990017' },
      { attachment_id: '990017' },
    ]);
  });

  it('that Messenger has forgotten meanwhile is uploaded again by the next try', async () => {
    const { calls, context } = await startScriptedGraph(
      UPLOADED,
      SENT,
      { status: 400, body: { error: { code: 100, message: 'Invalid attachment id' } } },
      { body: { attachment_id: '990018' } },
      SENT,
    );
    await sends(picture, context);

    const error = await channelErrorOf(sends(picture, context));
    await sends(picture, context);

    expect(error.kind).toBe('unavailable');
    expect(Object(calls.at(-1)?.body).message.attachment.payload).toEqual({ attachment_id: '990018' });
  });

  it('that can not be uploaded is not sent, and the queue may try again', async () => {
    const { calls, context } = await startScriptedGraph({ status: 503, body: 'busy' });

    const error = await channelErrorOf(sends(picture, context));

    expect(error.kind).toBe('unavailable');
    expect(calls.map(({ path }) => path.split('/').at(-1))).toEqual(['message_attachments']);
  });

  it('whose bytes are no picture is refused before anything leaves', async () => {
    const { calls, url } = await startScriptedGraph(UPLOADED);
    const openMedia = async () => ({ bytes: new Uint8Array(4), fileName: 'x', mimeType: 'application/zip' });

    const error = await channelErrorOf(sends(picture, contextOf(url, { openMedia })));

    expect(error).toMatchObject({ kind: 'rejected', facts: { cause: 'invalid-content' } });
    expect(calls).toEqual([]);
  });

  it('has its place filled, and words that look like a place stay words', async () => {
    const { calls, context } = await startScriptedGraph(UPLOADED, SENT);
    const card: Part = {
      type: 'card',
      cards: [
        {
          title: 'attach://image',
          image: picture.source,
          options: [{ action: 'reply', title: 'Ja', payload: 'attach://image' }],
        },
      ],
    };
    const [, media] = requestsOf(messenger.render(outbound([card])));
    if (media === undefined) throw new Error('A card with its own picture is two requests.');

    await messenger.send(media, context);

    expect(Object(calls.at(-1)?.body).message.attachment.payload.elements).toEqual([
      {
        media_type: 'image',
        attachment_id: '990017',
        buttons: [{ type: 'postback', title: 'Ja', payload: 'attach://image' }],
      },
    ]);
  });
});
