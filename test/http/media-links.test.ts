import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MediaId, WorkspaceId } from '../../src/core/model/ids.ts';
import { newId } from '../../src/core/store/new-id.ts';
import type { Media } from '../../src/core/store/rows.ts';
import { createApp } from '../../src/http/app.ts';
import { serveMedia } from '../../src/http/media.ts';
import { createMediaLinks } from '../../src/http/media-links.ts';
import { createRecordingLog } from '../support/recording-log.ts';

const BYTES = 'the bytes of a picture';
const key = new Uint8Array(32).fill(1);

const picture: Media = {
  id: newId<MediaId>(),
  workspaceId: newId<WorkspaceId>(),
  messageId: null,
  channelAccountId: null,
  reference: null,
  status: 'STORED',
  contentHash: createHash('sha256').update(BYTES).digest('hex'),
  sizeBytes: BYTES.length,
  mimeType: 'image/png',
  fileName: 'holiday.JPG',
  failure: null,
  attemptCount: 0,
  nextAttemptAt: null,
  createdAt: new Date(),
};

/** A door that serves this one file. */
async function startDoor() {
  const directory = await mkdtemp(join(tmpdir(), 'confab-media-'));
  await writeFile(join(directory, picture.contentHash ?? ''), BYTES);
  let url = '';
  const links = createMediaLinks(key, () => url);
  const nothing = () => {};
  const server = createServer(
    createApp(
      {
        graphql: nothing,
        upload: nothing,
        join: nothing,
        importErrors: nothing,
        campaignReport: nothing,
        livez: nothing,
        readyz: nothing,
        metrics: nothing,
        media: serveMedia({
          links,
          find: async ({ workspaceId, mediaId }) =>
            workspaceId === picture.workspaceId && mediaId === picture.id ? picture : null,
          pathOf: (hash) => join(directory, hash),
        }),
      },
      createRecordingLog(),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  url = `http://127.0.0.1:${address.port}`;
  return links;
}

describe('a lasting address of a file', () => {
  it('brings the file, and ends in the extension that its bytes have', async () => {
    const links = await startDoor();

    const address = await links.lastingUrlFor(picture);
    const response = await fetch(address);

    expect(new URL(address).pathname).toMatch(/^\/media\/[\w.-]+\/file\.png$/u);
    expect(await response.text()).toBe(BYTES);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(await fetch(address.replace(/\/file\.png$/u, ''))).toMatchObject({ status: 200 });
  });

  it('is the same whenever it is asked for, and works ten years later', async () => {
    const links = await startDoor();
    const address = await links.lastingUrlFor(picture);
    const [token = ''] = new URL(address).pathname.split('/').slice(2);
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

    expect(await links.lastingUrlFor(picture)).toBe(address);
    expect(claims).not.toHaveProperty('exp');
  });

  it('brings nothing when it was changed, or was signed by another instance', async () => {
    const links = await startDoor();
    const address = await links.lastingUrlFor(picture);
    const foreign = await createMediaLinks(new Uint8Array(32), () => new URL(address).origin).lastingUrlFor(
      picture,
    );

    const statuses = await Promise.all(
      [address.replace('/media/', '/media/x'), foreign].map(async (url) => (await fetch(url)).status),
    );

    expect(statuses).toEqual([404, 404]);
  });

  it.each([
    [{ mimeType: 'application/octet-stream', fileName: 'notes.TXT' }, 'txt'],
    [{ mimeType: 'image/jpeg', fileName: 'photo.png' }, 'jpg'],
    [{ mimeType: null, fileName: 'no extension' }, 'bin'],
    [{ mimeType: null, fileName: '../../etc/passwd.a/b' }, 'bin'],
  ])('ends in what tells most about the file: %j', async (facts, extension) => {
    const links = createMediaLinks(key, () => 'https://gateway.example');

    expect(await links.lastingUrlFor({ ...picture, ...facts })).toMatch(
      new RegExp(`/file\\.${extension}$`, 'u'),
    );
  });
});
