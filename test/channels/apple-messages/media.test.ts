import { describe, expect, it } from 'vitest';
import { seal } from '../../../src/channels/apple-messages/cipher.ts';
import { downloadMedia } from '../../../src/channels/apple-messages/media.ts';
import { parseMessage } from '../../../src/channels/apple-messages/parse.ts';
import { ChannelError } from '../../../src/core/channel/index.ts';
import { BUSINESS_ID } from './credentials.ts';
import { type ScriptedAnswer, startScriptedApple } from './scripted-apple.ts';

const sealed = seal(Buffer.from('the photo'));
const attachment = {
  name: 'photo.jpeg',
  mimeType: 'image/jpeg',
  size: 9,
  url: 'mmcs://photo',
  owner: 'owner-1',
  key: sealed.key,
  signature: '81D3AB',
};
const good: Readonly<Record<string, ScriptedAnswer>> = {
  '/preDownload': { body: { 'download-url': '{url}/blob?once' } },
  '/blob?once': { body: sealed.bytes },
};

/** What a message with this attachment refers to. */
function referenceTo(file: object): string {
  const body = { id: 'm1', type: 'text', sourceId: 'urn:mbid:ada', body: '\ufffc', attachments: [file] };
  const event = parseMessage(Buffer.from(JSON.stringify(body)), {
    externalId: BUSINESS_ID,
    username: null,
    settings: {},
  }).events[0]?.event;
  const part = event?.kind === 'message' ? event.parts[0] : undefined;
  if (part?.type !== 'media' || part.source.from !== 'platform') throw new Error('There is no file.');
  return part.source.reference;
}

describe('a file of a customer', () => {
  it('is asked for, fetched without a token, and opened', async () => {
    const { context, calls } = await startScriptedApple(good);

    const { bytes, mimeType, fileName } = await downloadMedia(referenceTo(attachment), context);

    expect(Buffer.from(bytes).toString()).toBe('the photo');
    expect([mimeType, fileName]).toEqual(['image/jpeg', 'photo.jpeg']);
    expect(calls[0]).toMatchObject({
      method: 'GET',
      headers: {
        'source-id': BUSINESS_ID,
        'mmcs-url': 'mmcs://photo',
        'mmcs-owner': 'owner-1',
        'mmcs-signature': 'gdOr',
      },
    });
    expect(calls[1]?.headers.authorization).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, ScriptedAnswer>>, string]>([
    ['its address has expired', { ...good, '/blob?once': { status: 403 } }, 'unavailable'],
    ['Apple stumbles', { ...good, '/preDownload': { status: 500 } }, 'unavailable'],
    ['Apple names no address', { ...good, '/preDownload': { body: '<html>' } }, 'unavailable'],
    ['the connection breaks', { ...good, '/blob?once': { isCut: true } }, 'unavailable'],
    ['it is no longer there', { ...good, '/preDownload': { status: 404 } }, 'rejected'],
    ['the token is refused', { ...good, '/preDownload': { status: 403 } }, 'unauthorized'],
  ])('fails as %s does', async (_name, answers, kind) => {
    const { context } = await startScriptedApple(answers);

    const outcome = await downloadMedia(referenceTo(attachment), context).catch((error: unknown) => error);

    expect(outcome instanceof ChannelError && outcome.kind).toBe(kind);
  });

  it.each(['', 'null', '{}', '{"url":"u"}', 'not json'])(
    'is given up when its reference is %j',
    async (reference) => {
      const { context, calls } = await startScriptedApple(good);

      const outcome = await downloadMedia(reference, context).catch((error: unknown) => error);

      expect(outcome instanceof ChannelError && outcome.kind).toBe('rejected');
      expect(calls).toEqual([]);
    },
  );
});
