import { describe, expect, it } from 'vitest';
import { downloadMedia } from '../../../src/channels/telegram/media.ts';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import { channelErrorOf, startScene } from './scene.ts';

async function startWithFile(bytes: Uint8Array) {
  const scene = await startScene();
  scene.ada.sends('document', { bytes, fileName: 'a b.txt' });
  const { bodies } = await poll(null, scene.contextWith());
  const account = { externalId: null, username: null, settings: {} };
  const { events } = parseUpdate(bodies.at(-1) ?? new Uint8Array(), account);
  const event = events[0]?.event;
  const part = event?.kind === 'message' ? event.parts[0] : undefined;
  const source = part?.type === 'media' ? part.source : undefined;
  return { ...scene, reference: source?.from === 'platform' ? source.reference : '' };
}

describe('a file that a contact sent', () => {
  it('is fetched with all of its bytes', async () => {
    const { contextWith, reference } = await startWithFile(Buffer.from('words'));

    const file = await downloadMedia(reference, contextWith());

    expect(Buffer.from(file.bytes).toString()).toBe('words');
    expect(file.mimeType).toBeNull();
    expect(file.fileName).toMatch(/\.txt$/u);
  });

  it('is told to be too large above 20 MB, for good', async () => {
    const { contextWith, reference } = await startWithFile(Buffer.alloc(20 * 1024 * 1024 + 1));

    expect(await channelErrorOf(downloadMedia(reference, contextWith()))).toMatchObject({
      kind: 'rejected',
      facts: { cause: 'too-large' },
    });
  });

  it('can be asked for again when Telegram stumbled', async () => {
    const { telegram, contextWith, reference } = await startWithFile(Buffer.from('words'));
    telegram.faults.answers.inject({ operation: 'getfile', fault: { kind: 'error', status: 502 } });

    expect((await channelErrorOf(downloadMedia(reference, contextWith()))).kind).toBe('unavailable');
    expect((await downloadMedia(reference, contextWith())).bytes).toHaveLength(5);
  });

  it('of another bot is refused', async () => {
    const { telegram, contextWith, reference } = await startWithFile(Buffer.from('words'));
    const other = telegram.addBot();
    const context = contextWith({ credentials: { botToken: other.token } });

    expect((await channelErrorOf(downloadMedia(reference, context))).facts.platformCode).toBe('400');
  });

  it('on the disk of a local Bot API server is out of reach, in words that help', async () => {
    const { contextWith } = await startScene();
    const fetch = async () =>
      Response.json({ ok: true, result: { file_id: 'x', file_path: '/var/lib/f.txt' } });

    expect(await channelErrorOf(downloadMedia('x', contextWith({ fetch })))).toMatchObject({
      kind: 'rejected',
      facts: { actionBy: 'operator' },
    });
  });
});
