import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { channelErrorOf, contextFor, type ScriptedAnswer, startScriptedViber } from './scripted-viber.ts';

const download = async (reference: string, context = contextFor('http://127.0.0.1:9')) =>
  viber.downloadMedia?.(reference, context);

describe('a file of a message', () => {
  it('is fetched from the address that came with it, without our token', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00]);
    const { calls, context } = await startScriptedViber({
      headers: { 'content-type': 'image/jpeg; q=1' },
      body: bytes,
    });

    const file = await download(`${context.apiBaseUrl}/p.jpg?Expires=1`, context);

    expect(file).toEqual({ bytes: new Uint8Array(bytes), mimeType: 'image/jpeg', fileName: null });
    expect(calls.map(({ path }) => path)).toEqual(['/p.jpg?Expires=1']);
    expect(JSON.stringify(calls[0]?.headers)).not.toContain('4a5b6c7d');
  });

  it.each<[string, ScriptedAnswer, string, string | undefined]>([
    ['whose link has ended', { status: 403, body: '' }, 'rejected', 'not-found'],
    ['that is gone', { status: 404, body: '' }, 'rejected', 'not-found'],
    ['at a server that stumbles', { status: 503, body: '' }, 'unavailable', undefined],
    ['at a server that has had enough', { status: 429, body: '' }, 'throttled', undefined],
    ['behind a redirect, which is not followed', { status: 302, body: '' }, 'unavailable', undefined],
    ['whose connection breaks', {}, 'unavailable', undefined],
  ])('%s is %s', async (_, answer, kind, cause) => {
    const { context } = await startScriptedViber(answer);

    const error = await channelErrorOf(download(`${context.apiBaseUrl}/p.jpg`, context));

    expect(error.kind).toBe(kind);
    expect(error.facts.cause).toBe(cause);
  });

  it.each(['sticker:51217', 'no address'])('is not looked for under "%s"', async (reference) => {
    expect(await channelErrorOf(download(reference))).toMatchObject({
      kind: 'rejected',
      facts: { cause: 'not-found' },
    });
  });
});
