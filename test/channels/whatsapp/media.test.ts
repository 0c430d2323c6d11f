import { describe, expect, it } from 'vitest';
import { downloadMedia } from '../../../src/channels/whatsapp/media.ts';
import { ACCESS_TOKEN, channelErrorOf, NUMBER_ID, startScriptedGraph } from './scripted-graph.ts';

const ID = '880017744120951';

/** The server's own address is known only after it runs. */
async function startGraphWith(file: { status?: number; body: unknown }) {
  const script: Record<string, { status?: number; body: unknown }> = { 'GET /file': file };
  const graph = await startScriptedGraph(script);
  script[`GET /v26.0/${ID}`] = {
    body: {
      messaging_product: 'whatsapp',
      url: `${graph.url}/file?mid=${ID}`,
      mime_type: 'image/jpeg',
      file_size: '4',
    },
  };
  return graph;
}

describe('a file that a contact sent', () => {
  it('is found and fetched with the token', async () => {
    const { calls, context } = await startGraphWith({ body: Buffer.from('jpeg') });

    const { bytes, mimeType } = await downloadMedia(ID, context);

    expect(Buffer.from(bytes).toString()).toBe('jpeg');
    expect(mimeType).toBe('image/jpeg');
    expect(calls).toMatchObject([
      { operation: `GET /v26.0/${ID}`, query: { phone_number_id: NUMBER_ID } },
      {
        operation: 'GET /file',
        headers: { authorization: `Bearer ${ACCESS_TOKEN}`, 'user-agent': 'Confab' },
      },
    ]);
  });

  it.each([
    [404, 'unavailable'],
    [500, 'unavailable'],
    [401, 'unauthorized'],
  ])('whose address answers %i is %s', async (status, kind) => {
    const { context } = await startGraphWith({ status, body: '' });

    expect(await channelErrorOf(downloadMedia(ID, context))).toMatchObject({
      kind,
      facts: { platformCode: `download:${status}` },
    });
  });

  it('that WhatsApp no longer has is not asked for again', async () => {
    const { context } = await startScriptedGraph({
      '': {
        status: 400,
        body: { error: { code: 100, error_subcode: 33, message: 'Unsupported get request' } },
      },
    });

    expect(await channelErrorOf(downloadMedia(ID, context))).toMatchObject({
      kind: 'rejected',
      facts: { cause: 'not-found', platformCode: '100' },
    });
  });

  it.each([
    ['breaks off', 'cut'],
    ['is a riddle', { messaging_product: 'whatsapp' }],
  ])('may be asked for again when the answer %s', async (_, body) => {
    const { context } = await startScriptedGraph({ '': { body } });

    expect((await channelErrorOf(downloadMedia(ID, context))).kind).toBe('unavailable');
  });
});
