import { describe, expect, it } from 'vitest';
import { uploadExample } from '../../../src/channels/whatsapp/upload-example.ts';
import type { MediaFile } from '../../../src/core/channel/index.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import {
  ACCESS_TOKEN,
  channelErrorOf,
  contextFor,
  type Script,
  startScriptedGraph,
} from './scripted-graph.ts';

const APP = '5550019283745';
const example = { kind: 'image', source: { from: 'store', mediaId: 'photo' as MediaId } } as const;
const photo: MediaFile = { bytes: Buffer.from('a photo'), fileName: 'lamp.jpg', mimeType: 'image/jpeg' };
const good: Script = {
  [`POST /v26.0/${APP}/uploads`]: { body: { id: 'upload:MTphdHRh?sig=ARZ9' } },
  'POST /v26.0/upload': { body: { h: '4::aW1hZ2U=:ARa' } },
};

async function upload(script: Script, file = photo, credentials: object = { appId: APP }) {
  const { url, calls } = await startScriptedGraph(script);
  const context = contextFor(url);
  const handle = uploadExample(example, {
    ...context,
    credentials: { ...context.credentials, ...credentials },
    openMedia: async () => file,
  });
  return { handle, calls };
}

describe('the example of a header', () => {
  it('is uploaded to the app in two calls, as the reference has them', async () => {
    const { handle, calls } = await upload(good);

    expect(await handle).toBe('4::aW1hZ2U=:ARa');
    expect(calls.map(({ operation, query }) => [decodeURIComponent(operation), query])).toEqual([
      [`POST /v26.0/${APP}/uploads`, { file_length: '7', file_type: 'image/jpeg', file_name: 'lamp.jpg' }],
      ['POST /v26.0/upload:MTphdHRh', { sig: 'ARZ9' }],
    ]);
    expect(calls[1]?.headers).toMatchObject({
      authorization: `OAuth ${ACCESS_TOKEN}`,
      file_offset: '0',
      'content-type': 'image/jpeg',
      'content-length': '7',
    });
  });

  it.each<[string, Script, MediaFile, object, unknown]>([
    ['the account has no app', good, photo, { appId: '' }, 'credential:appId'],
    [
      'its type is none that WhatsApp shows',
      good,
      { ...photo, mimeType: 'image/tiff' },
      {},
      'upload:invalid-content',
    ],
    ['nobody knows its type', good, { ...photo, mimeType: null }, {}, 'upload:invalid-content'],
    ['Meta opens no upload', { '': { body: {} } }, photo, {}, 'answer:malformed'],
    [
      'Meta refuses it',
      { '': { status: 400, body: { error: { code: 100, message: 'no' } } } },
      photo,
      {},
      '100',
    ],
    ['the connection breaks', { '': { body: 'cut' } }, photo, {}, expect.stringMatching(/^network:/u)],
  ])(
    'says why when %s, and never that nobody knows',
    async (_name, script, file, credentials, platformCode) => {
      const { handle } = await upload(script, file, { appId: APP, ...credentials });

      const error = await channelErrorOf(handle);
      expect(error.kind).not.toBe('indeterminate');
      expect(error.facts.platformCode).toEqual(platformCode);
    },
  );
});
