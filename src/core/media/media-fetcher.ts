import { ChannelError } from '../channel/index.ts';
import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { MediaId } from '../model/ids.ts';
import { claimPendingMedia, findReceivedMedia, updateMedia } from '../store/media.ts';
import type { Media } from '../store/rows.ts';
import type { ContentStore } from './content-store.ts';

const BATCH = 8;
const TIMEOUT_MS = 120_000;
const LEASE_SECONDS = 150;
const POLL_MS = 1_000;
/** After so many tries (about an hour with the growing waits) the platform's link is dead. */
const MAX_ATTEMPTS = 10;

/** Fetches what contacts sent from the platforms, apart from their messages, which have long arrived. */
export function createMediaFetcher(core: Core, contentStore: ContentStore): WorkLoop {
  return createWorkLoop({
    async round() {
      const ids = await claimPendingMedia(core.db, BATCH, LEASE_SECONDS);
      await Promise.all(
        ids.map((id) =>
          fetchOne(core, contentStore, id).catch((error: unknown) =>
            core.log.error({ error, mediaId: id }, 'a file could not be settled; it will be tried again'),
          ),
        ),
      );
      return ids.length > 0;
    },
    onFailure: (error) => core.log.warn({ error }, 'pending files could not be read; trying again'),
    napMs: POLL_MS,
    listen: (wake) => core.wake.onNews(wake),
  });
}

async function fetchOne(core: Core, contentStore: ContentStore, id: MediaId): Promise<void> {
  const received = await findReceivedMedia(core.db, id);
  if (received === null || received.file.reference === null) return;
  const { file, account } = received;
  const adapter = core.channels.find(account.channel);
  try {
    if (adapter?.downloadMedia === undefined) throw new Error('This channel offers no files.');
    const context = await core.openAccount(account, TIMEOUT_MS);
    const download = await adapter.downloadMedia(received.file.reference, context);
    const stored = await contentStore.put(download.bytes);
    await settle(core, file, {
      status: 'STORED',
      contentHash: stored.hash,
      sizeBytes: stored.sizeBytes,
      mimeType: stored.mimeType,
      fileName: file.fileName ?? download.fileName,
      failure: null,
      nextAttemptAt: null,
    });
  } catch (error) {
    core.log.warn({ error, mediaId: id }, 'a file could not be fetched');
    const isTooLarge = error instanceof ChannelError && error.facts.cause === 'too-large';
    const isFinal =
      isTooLarge ||
      file.attemptCount >= MAX_ATTEMPTS ||
      (error instanceof ChannelError && error.kind === 'rejected');
    const failure = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
    if (isFinal) {
      await settle(core, file, { status: isTooLarge ? 'TOO_LARGE' : 'FAILED', failure, nextAttemptAt: null });
      return;
    }
    const nextAttemptAt = new Date(
      core.clock.now().getTime() + Math.min(600_000, 1_000 * 2 ** file.attemptCount),
    );
    await updateMedia(core.db, id, { failure, nextAttemptAt });
  }
}

async function settle(core: Core, file: Media, change: Partial<Media>): Promise<void> {
  await commit(core, file.workspaceId, async (queries) => {
    await updateMedia(queries, file.id, change);
    return {
      result: null,
      events:
        file.messageId === null
          ? []
          : [
              {
                type: 'MEDIA_CHANGED',
                subject: { messageId: file.messageId },
                occurredAt: core.clock.now(),
                detail: { mediaId: file.id },
              },
            ],
    };
  });
}
