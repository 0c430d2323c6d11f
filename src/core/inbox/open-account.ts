import { ChannelError, type ChannelRegistry, type GuardedFetch, type MediaFile } from '../channel/index.ts';
import type { ContentStore } from '../media/content-store.ts';
import type { Clock } from '../model/clock.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { MediaSource } from '../model/part.ts';
import type { Database } from '../store/database.ts';
import { findMedia } from '../store/media.ts';
import type { Vault } from '../store/vault.ts';
import type { Core } from './core.ts';
import { deadline } from './deadline.ts';

export interface AccountOpening {
  readonly db: Database;
  readonly vault: Vault;
  readonly channels: ChannelRegistry;
  readonly contentStore: ContentStore;
  readonly clock: Clock;
  readonly fetch: GuardedFetch;
}

/** Gives adapters what they may touch: their credentials, the guarded way out, and files by source. */
export function createOpenAccount(opening: AccountOpening): Core['openAccount'] {
  return async (account, timeoutMs) => {
    const adapter = opening.channels.find(account.channel);
    if (adapter === null) throw new Error(`No adapter for "${account.channel}" is installed.`);
    const opened = await opening.vault.open(
      account.workspaceId,
      `channel_accounts:${account.id}`,
      account.sealedCredentials,
    );
    const signal = deadline(timeoutMs);
    return {
      signal,
      accountId: account.id,
      credentials: JSON.parse(opened),
      settings: account.settings,
      apiBaseUrl: account.apiBaseUrl ?? adapter.defaultApiBaseUrl,
      externalId: account.externalId,
      clock: opening.clock,
      fetch: (url, init) => opening.fetch(url, { signal, ...init }),
      openMedia: (source, maxBytes) => openMedia(opening, account.workspaceId, source, maxBytes, signal),
    };
  };
}

/**
 * Nothing has left when this throws.
 *
 * @throws {ChannelError} `rejected` when the file is not there or larger than the platform takes, which trying
 *         again does not mend; `unavailable` when it could not be fetched.
 */
async function openMedia(
  { db, contentStore, fetch }: AccountOpening,
  workspaceId: WorkspaceId,
  source: MediaSource,
  maxBytes: number,
  signal: AbortSignal,
): Promise<MediaFile> {
  if (source.from === 'platform') throw missing('A file that is still at a platform can not be sent.');
  if (source.from === 'url') {
    const response = await fetch(source.url, { signal });
    if (!response.ok) throw unfetched(response.status);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
    return { bytes, fileName: null, mimeType: response.headers.get('content-type') };
  }
  const file = await findMedia(db, workspaceId, source.mediaId);
  if (file?.contentHash == null) throw missing('The file is not in the store.');
  if ((file.sizeBytes ?? 0) > maxBytes) throw tooLarge(file.sizeBytes ?? 0, maxBytes);
  return {
    bytes: await contentStore.open(file.contentHash),
    fileName: file.fileName,
    mimeType: file.mimeType,
  };
}

const tooLarge = (size: number, limit: number): ChannelError =>
  new ChannelError('rejected', `The file has ${size} bytes; the platform takes at most ${limit}.`, {
    platformCode: 'confab:too-large',
    cause: 'too-large',
    actionBy: 'author',
  });

const missing = (message: string): ChannelError =>
  new ChannelError('rejected', message, {
    platformCode: 'confab:no-file',
    cause: 'invalid-content',
    actionBy: 'author',
  });

/** What answers 4xx has no such file; everything else may have it later. */
const unfetched = (status: number): ChannelError =>
  status >= 400 && status < 500
    ? missing(`The file could not be fetched: HTTP ${status}.`)
    : new ChannelError('unavailable', `The file could not be fetched: HTTP ${status}.`, {
        platformCode: `media:${status}`,
      });
