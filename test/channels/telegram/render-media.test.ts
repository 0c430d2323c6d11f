import { describe, expect, it } from 'vitest';
import { capabilities } from '../../../src/channels/telegram/capabilities.ts';
import { render } from '../../../src/channels/telegram/render.ts';
import type { WireRequest } from '../../../src/core/channel/index.ts';
import { MEDIA_KINDS, type MediaKind, type MediaPart, type Part } from '../../../src/core/model/part.ts';
import { lossesOf, type OutboundFacts, outbound, requestsOf } from './outbound.ts';

const MEGABYTE = 1024 * 1024;
const ADDRESS = 'https://files.example.org/a.bin';
const byUrl = { from: 'url', url: ADDRESS } as const;
const fromStore = { from: 'store', mediaId: 'm1' as never } as const;
const ofTelegram = { from: 'platform', reference: 'FILE-1' } as const;

const media = (kind: MediaKind, facts: Partial<MediaPart> = {}): MediaPart => ({
  type: 'media',
  kind,
  source: byUrl,
  ...facts,
});
const rendered = (parts: readonly Part[], facts?: OutboundFacts) => render(outbound(parts, facts));
const only = (part: MediaPart, facts?: OutboundFacts): WireRequest => {
  const [request] = requestsOf(rendered([part], facts));
  if (request === undefined) throw new Error('Nothing was rendered.');
  return request;
};
/** How the bytes get to Telegram. */
const wayOf = ({ files, body }: WireRequest) =>
  files.length > 0 ? 'upload' : JSON.stringify(body).includes(ADDRESS) ? 'url' : 'file id';

describe('the bytes of media', () => {
  it.each(MEDIA_KINDS)('of a %s out of our store are uploaded, under the limit of its kind', (kind) => {
    const { files, body } = only(media(kind, { source: fromStore, fileName: 'a.x', mimeType: 'a/b' }));

    const [file] = files;
    expect(file).toMatchObject({
      source: fromStore,
      fileName: 'a.x',
      mimeType: 'a/b',
      maxBytes: capabilities.media[kind].maxUploadBytes,
    });
    expect(Object.keys(body)).not.toContain(file?.field);
  });

  it.each(MEDIA_KINDS)('of a %s that Telegram has go by their id', (kind) => {
    expect(wayOf(only(media(kind, { source: ofTelegram, sizeBytes: 2_000 * MEGABYTE })))).toBe('file id');
  });

  it.each<[MediaKind, Partial<MediaPart>, string]>([
    ['image', {}, 'url'],
    ['image', { sizeBytes: 5 * MEGABYTE }, 'url'],
    ['image', { sizeBytes: 5 * MEGABYTE + 1 }, 'upload'],
    ['video', { sizeBytes: 20 * MEGABYTE }, 'url'],
    ['video', { sizeBytes: 20 * MEGABYTE + 1 }, 'upload'],
    ['audio', {}, 'url'],
    ['animation', {}, 'url'],
    ['video-note', {}, 'upload'],
    ['voice', {}, 'url'],
    ['voice', { mimeType: 'audio/ogg; codecs=opus' }, 'url'],
    ['voice', { mimeType: 'audio/mpeg' }, 'upload'],
    ['sticker', {}, 'url'],
    ['sticker', { mimeType: 'image/webp' }, 'url'],
    ['sticker', { mimeType: 'video/webm' }, 'upload'],
    ['sticker', { mimeType: 'application/x-tgsticker' }, 'upload'],
    ['file', {}, 'upload'],
    ['file', { mimeType: 'application/pdf' }, 'url'],
    ['file', { mimeType: 'text/plain' }, 'upload'],
  ])('of a %s at an address, %j, go by %s', (kind, facts, way) => {
    expect(wayOf(only(media(kind, facts)))).toBe(way);
  });
});

describe('media known to be too large', () => {
  it('a picture goes as a file, and says so', () => {
    const large = media('image', { source: fromStore, sizeBytes: 10 * MEGABYTE + 1, caption: 'look' });
    const rendering = rendered([large]);

    expect(requestsOf(rendering)).toMatchObject([
      { operation: 'sendDocument', body: { caption: 'look' }, files: [{ field: 'document' }] },
    ]);
    expect(lossesOf(rendering)).toEqual(['other']);
    expect(rendered([large], { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });

  it('anything at an address becomes a link with its words', () => {
    const large = media('video', { sizeBytes: 50 * MEGABYTE + 1, caption: 'the film' });
    const rendering = rendered([large]);

    expect(requestsOf(rendering)[0]?.body).toEqual({ chat_id: 7001, text: `the film\n${ADDRESS}` });
    expect(lossesOf(rendering)).toEqual(['media-as-link']);
    expect(rendered([large], { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });

  it('anything that only we have can not be shown at all', () => {
    expect(rendered([media('video', { source: fromStore, sizeBytes: 50 * MEGABYTE + 1 })])).toMatchObject({
      kind: 'unrenderable',
      problems: [{ partIndex: 0 }],
    });
  });

  it('spoils no album', () => {
    const small = media('image');
    const large = media('image', { sizeBytes: 10 * MEGABYTE + 1 });

    expect(requestsOf(rendered([small, small, large])).map(({ operation }) => operation)).toEqual([
      'sendMediaGroup',
      'sendDocument',
    ]);
  });
});

describe('neighbouring media', () => {
  const operations = (parts: readonly Part[]) =>
    requestsOf(rendered(parts)).map(({ operation, cost }) => [operation, cost]);

  it.each<[string, readonly MediaKind[], readonly [string, number][]]>([
    ['pictures and films', ['image', 'video', 'image'], [['sendMediaGroup', 3]]],
    ['files', ['file', 'file'], [['sendMediaGroup', 2]]],
    ['audio', ['audio', 'audio'], [['sendMediaGroup', 2]]],
    [
      'a picture and a file',
      ['image', 'file'],
      [
        ['sendPhoto', 1],
        ['sendDocument', 1],
      ],
    ],
    [
      'voice messages',
      ['voice', 'voice'],
      [
        ['sendVoice', 1],
        ['sendVoice', 1],
      ],
    ],
    [
      'eleven pictures',
      Array.from({ length: 11 }, () => 'image' as const),
      [
        ['sendMediaGroup', 10],
        ['sendPhoto', 1],
      ],
    ],
  ])('%s stand together as far as Telegram lets them', (_, kinds, expected) => {
    expect(operations(kinds.map((kind) => media(kind)))).toEqual(expected);
  });

  it('that are uploaded have a field each', () => {
    const [request] = requestsOf(
      rendered([media('image', { source: fromStore }), media('video', { source: fromStore })]),
    );

    expect(request?.body.media).toMatchObject([
      { type: 'photo', media: 'attach://file0' },
      { type: 'video', media: 'attach://file1' },
    ]);
    expect(request?.files.map(({ field }) => field)).toEqual(['file0', 'file1']);
  });
});

describe('a card', () => {
  const card = (subtitle: string): Part => ({
    type: 'card',
    cards: [
      { title: 'Tea', subtitle, image: byUrl, options: [{ action: 'reply', payload: 'p', title: 'Buy' }] },
    ],
  });

  it('with more words than a caption holds says them below its picture, with the buttons', () => {
    const rendering = rendered([card('x'.repeat(1024))]);

    expect(requestsOf(rendering).map(({ operation, body }) => [operation, 'reply_markup' in body])).toEqual([
      ['sendPhoto', false],
      ['sendMessage', true],
    ]);
    expect(lossesOf(rendering)).toEqual(['caption-separated']);
    expect(rendered([card('x'.repeat(1024))], { overlongText: 'REFUSE' }).kind).toBe('unrenderable');
  });
});

describe('a choice', () => {
  it('whose descriptions no button shows is refused by an author who wants no loss', () => {
    const part: Part = {
      type: 'choice',
      style: 'list',
      text: '?',
      options: [{ action: 'reply', payload: 'p', title: 'A', description: 'more about A' }],
    };

    expect(lossesOf(rendered([part]))).toEqual(['other']);
    expect(rendered([part], { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });
});
