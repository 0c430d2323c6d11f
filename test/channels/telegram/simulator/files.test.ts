import { describe, expect, it } from 'vitest';
import { refusal, startScene } from './bot-client.ts';

const HOUR_MS = 3_600_000;

async function startWithFile(bytes: Uint8Array) {
  const scene = await startScene();
  scene.ada.sends('document', { bytes, fileName: 'a.txt' });
  const [, update] = await scene.updates();
  const { document } = (update as { message: { document: { file_id: string; file_unique_id: string } } })
    .message;
  const download = (path: unknown) => fetch(`${scene.telegram.url}/file/bot${scene.bot.token}/${path}`);
  const pathOf = async () => {
    const { body } = await scene.call('getFile', { file_id: document.file_id });
    return (body as { result: { file_path: string } }).result.file_path;
  };
  return { ...scene, document, download, pathOf };
}

describe('files', () => {
  it('can be downloaded for an hour after getFile, which can be called again', async () => {
    const { telegram, download, pathOf } = await startWithFile(Buffer.from('words'));

    const path = await pathOf();
    telegram.time.advance(HOUR_MS - 1000);
    const inTime = await download(path);
    telegram.time.advance(2000);
    const tooLate = await download(path);
    const renewed = await download(await pathOf());

    expect(path).toMatch(/^documents\/file_\d+\.txt$/u);
    expect(await inTime.text()).toBe('words');
    expect(inTime.headers.get('content-type')).toBe('application/octet-stream');
    expect({ status: tooLate.status, body: await tooLate.json() }).toEqual(refusal(404, 'Not Found'));
    expect(renewed.status).toBe(200);
  });

  it('have the same unique id for the same bytes, and another file id', async () => {
    const { ada, document, updates } = await startWithFile(Buffer.from('words'));

    ada.sends('document', { bytes: Buffer.from('words'), fileName: 'b.txt' });

    const last = (await updates()).at(-1) as { message: { document: typeof document } };
    expect(last.message.document.file_unique_id).toBe(document.file_unique_id);
    expect(last.message.document.file_id).not.toBe(document.file_id);
  });

  it('can be fetched up to 20 MB', async () => {
    const largest = await startWithFile(Buffer.alloc(20 * 1024 * 1024));
    const tooLarge = await startWithFile(Buffer.alloc(20 * 1024 * 1024 + 1));

    const { status } = await largest.call('getFile', { file_id: largest.document.file_id });
    const refused = await tooLarge.call('getFile', { file_id: tooLarge.document.file_id });

    expect(status).toBe(200);
    expect(refused).toEqual(refusal(400, 'Bad Request: file is too big'));
  });

  it('belong to the bot that was sent them', async () => {
    const { telegram, document, pathOf } = await startWithFile(Buffer.from('words'));
    const stranger = telegram.addBot();
    const base = `${telegram.url}/bot${stranger.token}`;

    const file = await fetch(`${base}/getFile?file_id=${document.file_id}`);
    const download = await fetch(`${telegram.url}/file/bot${stranger.token}/${await pathOf()}`);

    expect(await file.json()).toEqual(refusal(400, 'Bad Request: invalid file_id').body);
    expect(download.status).toBe(404);
  });

  it.each`
    parameters            | description
    ${{}}                 | ${'Bad Request: file_id not specified'}
    ${{ file_id: 'nix' }} | ${'Bad Request: invalid file_id'}
  `('refuses $parameters with "$description"', async ({ parameters, description }) => {
    const { call } = await startScene();

    expect(await call('getFile', parameters)).toEqual(refusal(400, description));
  });
});
