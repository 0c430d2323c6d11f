import type { ContentStore } from '../media/content-store.ts';
import type { MediaId } from '../model/ids.ts';
import { storableText } from '../model/storable-text.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { insertStoredMedia } from '../store/media.ts';
import { newId } from '../store/new-id.ts';
import type { Core } from './core.ts';

/** Keeps a file that a member or program uploaded, to be sent as a media part. */
export async function storeUpload(
  core: Core,
  contentStore: ContentStore,
  viewer: WorkspaceViewer,
  file: { readonly bytes: Uint8Array; readonly fileName: string | null },
): Promise<{ readonly mediaId: MediaId; readonly mimeType: string; readonly sizeBytes: number }> {
  const stored = await contentStore.put(file.bytes);
  const mediaId = newId<MediaId>();
  await insertStoredMedia(core.db, {
    id: mediaId,
    workspaceId: viewer.workspaceId,
    status: 'STORED',
    contentHash: stored.hash,
    sizeBytes: stored.sizeBytes,
    mimeType: stored.mimeType,
    fileName: file.fileName === null ? null : storableText(file.fileName),
    createdAt: core.clock.now(),
  });
  return { mediaId, mimeType: stored.mimeType, sizeBytes: stored.sizeBytes };
}
