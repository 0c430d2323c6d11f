import { describe, expect, it } from 'vitest';
import { seal } from '../../../src/channels/apple-messages/cipher.ts';
import { appleMessages } from '../../../src/channels/apple-messages/index.ts';
import type { MediaFile } from '../../../src/core/channel/index.ts';
import { outbound, requestsOf } from './outbound.ts';
import { EVERYTHING, fitting, form, seats, signIn, sizes, yesOrNo } from './samples.ts';
import { startScriptedApple } from './scripted-apple.ts';
import { MessageHeaders, OUTBOUND } from './wire-schemas.ts';

const ALL = ['QUICK', 'LIST', 'TIME', 'FORM', 'AUTH2', 'APP'];

const file = (bytes: string, mimeType: string | null): MediaFile => ({
  bytes: Buffer.from(bytes),
  fileName: null,
  mimeType,
});
const files = { photo: file('the photo', 'image/jpeg'), film: file('the film', 'video/mp4; codecs=avc1') };
const store = {
  '/preUpload': { body: { 'upload-url': '{url}/store', 'mmcs-url': 'mmcs://file', 'mmcs-owner': 'owner-1' } },
  '/store': { body: { singleFile: { fileChecksum: 'AQID' } } },
};

/** Sends everything and gives back what came to Apple in the end. */
async function put(parts: Parameters<typeof outbound>[0], features?: readonly string[]) {
  const apple = await startScriptedApple(store, { files });
  const requests = requestsOf(appleMessages.render(outbound(parts, features && { features })));
  for (const request of requests) await appleMessages.send(request, apple.context);
  const sent = apple.calls.filter(({ path }) => path === '/message' || path === '/authenticate');
  return { apple, requests, sent };
}

function checkWire(sent: Awaited<ReturnType<typeof put>>['sent']): void {
  for (const { path, headers, json } of sent) {
    OUTBOUND[path === '/authenticate' ? 'authenticate' : 'message'].parse(json);
    const { id, 'source-id': source, 'destination-id': destination } = MessageHeaders.parse(headers);
    expect(json).toMatchObject({ id, sourceId: source, destinationId: destination });
  }
}

describe('what reaches Apple', () => {
  it.each(EVERYTHING)('is in the documents: %s', async (_name, parts) => {
    const { sent } = await put(parts, ALL);

    expect(sent.length).toBeGreaterThan(0);
    checkWire(sent);
  });

  it.each(EVERYTHING)('is in the documents for a device that can do nothing: %s', async (_name, parts) => {
    const { sent } = await put(parts, []);

    checkWire(sent);
    const kinds = sent.map(({ json }) => Object.keys(Object(Object(json).interactiveData).data ?? {}));
    expect(
      kinds.flat().filter((key) => !['version', 'mspVersion', 'requestIdentifier', 'payment'].includes(key)),
    ).toEqual([]);
  });

  it.each(EVERYTHING)('is what was previewed, but for what files came to: %s', async (_name, parts) => {
    const { requests, sent } = await put(parts, ALL);

    expect(sent).toHaveLength(requests.length);
    for (const [index, { body, files: uploads }] of requests.entries()) {
      if (uploads.length === 0) expect(sent[index]?.json).toEqual(body);
      else expect(sent[index]?.json).toMatchObject(body);
    }
  });

  it('names every request once, and in the same way whenever it is rendered', () => {
    const ids = () =>
      requestsOf(appleMessages.render(outbound([{ type: 'text', text: 'word '.repeat(9000) }]))).map(
        ({ body }) => body.id,
      );

    expect(new Set(ids()).size).toBe(ids().length);
    expect(ids()).toEqual(ids());
    expect(ids()[0]).toBe('0198f000-0000-7000-8000-000000000001');
  });

  it.each([
    ['quick replies', yesOrNo],
    ['a list', sizes],
    ['appointments', fitting],
    ['a form', form],
    ['a sign-in', signIn],
  ])('asks %s under the id that the message has', async (_name, part) => {
    const { sent } = await put([part], ALL);

    const [message] = sent.map(({ json }) => Object(json));
    expect(message.interactiveData.data.requestIdentifier).toBe(message.id);
  });

  it('opens an app in a session that is named like the message, with its values as the query', async () => {
    const { sent } = await put([seats], ALL);

    const [message] = sent.map(({ json }) => Object(json));
    expect(message.interactiveData).toMatchObject({
      sessionIdentifier: message.id,
      URL: '?hall=2&row=A+%26+B',
      receivedMessage: { title: 'Choose your seat', subtitle: 'It takes a minute' },
    });
  });
});

describe('a file', () => {
  it('is stored encrypted before its message, with its size and key in what the message says', async () => {
    const { apple, sent } = await put(
      [EVERYTHING[5]?.[1][0], EVERYTHING[5]?.[1][1]].flatMap((part) => part ?? []),
    );

    expect(apple.calls.map(({ path }) => path)).toEqual([
      '/preUpload',
      '/store',
      '/preUpload',
      '/store',
      '/message',
    ]);
    const { attachments, body } = Object(sent[0]?.json);
    expect(body).toBe('\ufffc\n\ufffc How to hang it');
    const stored = apple.calls.filter(({ path }) => path === '/store').map(({ bytes }) => bytes);
    for (const [index, plain] of ['the photo', 'the film'].entries()) {
      const { key, size } = attachments[index];
      const opened = seal(stored[index] ?? Buffer.alloc(0), Buffer.from(key.slice(2), 'hex'));
      expect(Buffer.from(opened.bytes).toString()).toBe(plain);
      expect(size).toBe(String(plain.length));
    }
    expect(attachments[0].key).not.toBe(attachments[1].key);
    expect(
      attachments.map(({ mimeType, name }: { mimeType: string; name: string }) => [mimeType, name]),
    ).toEqual([
      ['image/jpeg', 'lamp.jpg'],
      ['video/mp4', 'video'],
    ]);
  });

  it('says its size in the header, by the new name or the old', async () => {
    const { apple } = await put([EVERYTHING[4]?.[1][0]].flatMap((part) => part ?? []));
    expect(apple.calls[0]?.headers['mmcs-size']).toBe('9');

    const legacy = await startScriptedApple(store, { files, settings: { usesLegacyFileHeaders: true } });
    const [request] = requestsOf(appleMessages.render(outbound(EVERYTHING[4]?.[1] ?? [])));
    if (request !== undefined) await appleMessages.send(request, legacy.context);
    expect(legacy.calls[0]?.headers.size).toBe('9');
  });
});
