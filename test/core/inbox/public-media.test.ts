import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChannelCapabilities } from '../../../src/core/channel/index.ts';
import { withPublicMedia } from '../../../src/core/inbox/public-media.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { MediaPart, Part } from '../../../src/core/model/part.ts';
import { insertStoredMedia } from '../../../src/core/store/media.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';

const limits = { maxUrlBytes: 1000, mimeTypes: ['*/*'], takesCaption: false };
/** Pictures are uploaded; files are fetched, and with them whatever has no kind of its own here. */
const capabilities: ChannelCapabilities = {
  ...exampleChannel.capabilities,
  media: { image: { ...limits, maxUploadBytes: 1000 }, file: { ...limits, maxUploadBytes: 0 } },
};

describeOnEveryEngine('a stored file for a channel that fetches', (open) => {
  let core: TestCore;
  let workspace: TestWorkspace;
  beforeEach(async () => {
    core = createTestCore({ db: await open() });
    workspace = await createTestWorkspace(core);
  });
  afterEach(() => core.wake.close());

  const upload = async (into = workspace) => {
    const id = newId<MediaId>();
    await insertStoredMedia(core.db, {
      id,
      workspaceId: into.workspace.id,
      status: 'STORED',
      contentHash: 'a'.repeat(64),
      sizeBytes: 42,
      mimeType: 'application/pdf',
      fileName: 'invoice.pdf',
      createdAt: core.clock.now(),
    });
    return id;
  };
  const stored = (mediaId: MediaId, kind: MediaPart['kind'], more: Partial<MediaPart> = {}): MediaPart => ({
    type: 'media',
    kind,
    source: { from: 'store', mediaId },
    ...more,
  });
  const published = (parts: readonly Part[], of: Pick<TestCore, 'db' | 'lastingMediaUrl'> = core) =>
    withPublicMedia(of, capabilities, workspace.workspace.id, parts);

  it.each(['file', 'audio'] as const)(
    'has an address, and the facts that the store knows (%s)',
    async (kind) => {
      const id = await upload();

      const parts = await published([stored(id, kind, { caption: 'Here', mimeType: 'image/png' })]);

      expect(parts).toEqual([
        {
          type: 'media',
          kind,
          caption: 'Here',
          source: { from: 'url', url: `https://gateway.example/media/${id}/file.png` },
          fileName: 'invoice.pdf',
          mimeType: 'application/pdf',
          sizeBytes: 42,
        },
      ]);
    },
  );

  it('keeps the name that its author gave it', async () => {
    const [part] = await published([stored(await upload(), 'file', { fileName: 'yours.pdf' })]);

    expect(part).toMatchObject({ fileName: 'yours.pdf' });
  });

  it('stays in the store where the channel takes uploads, and everything else stays as it is', async () => {
    const parts: readonly Part[] = [
      stored(await upload(), 'image'),
      { type: 'text', text: 'Hello' },
      { type: 'media', kind: 'file', source: { from: 'url', url: 'https://example.org/a.pdf' } },
    ];

    expect(await published(parts)).toEqual(parts);
  });

  it('is given to nobody from another workspace, nor where there is no public address', async () => {
    const foreign = [stored(await upload(await createTestWorkspace(core, 'Other')), 'file')];
    const own = [stored(await upload(), 'file')];

    expect(await published(foreign)).toEqual(foreign);
    expect(await published(own, { db: core.db, lastingMediaUrl: null })).toEqual(own);
  });

  it('is found on a card, too', async () => {
    const fetching = { ...capabilities, media: { image: { ...limits, maxUploadBytes: 0 } } };
    const card = { title: 'A', image: { from: 'store', mediaId: await upload() } } as const;

    const [part] = await withPublicMedia(core, fetching, workspace.workspace.id, [
      { type: 'card', cards: [card, { title: 'B' }] },
    ]);

    expect(part).toMatchObject({ cards: [{ title: 'A', image: { from: 'url' } }, { title: 'B' }] });
  });
});
