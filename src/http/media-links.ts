import { jwtVerify, SignJWT } from 'jose';
import type { NamedMedia } from '../core/inbox/core.ts';
import type { MediaId, WorkspaceId } from '../core/model/ids.ts';
import { mediaExtension } from './media-extension.ts';

/** Who may read which file, and until when, in a URL that needs no session: signed by us, useless when changed. */
export interface MediaLinks {
  /** An address under `/media/` that works for an hour or so. */
  urlFor(workspaceId: WorkspaceId, mediaId: MediaId): Promise<string>;
  /**
   * An address that works for as long as the file is kept, always the same, ending in the file's extension: for
   * platforms that fetch what is sent, and whose apps may fetch it again years later.
   */
  lastingUrlFor(file: NamedMedia): Promise<string>;
  /** Null: not ours, changed, or expired. */
  read(token: string): Promise<MediaLink | null>;
}

export interface MediaLink {
  readonly workspaceId: WorkspaceId;
  readonly mediaId: MediaId;
}

const AUDIENCE = 'media';
const LIFETIME_SECONDS = 3600;

/** @param key  Derived from the instance's secret, for this purpose alone. */
export function createMediaLinks(key: Uint8Array, baseUrl: () => string): MediaLinks {
  const tokenFor = (workspaceId: WorkspaceId, mediaId: MediaId) =>
    new SignJWT({ w: workspaceId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(mediaId)
      .setAudience(AUDIENCE);
  return {
    async urlFor(workspaceId, mediaId) {
      // Rounded up, so that one file has one address for a while and browsers can cache it.
      const expiresAt = (Math.floor(Date.now() / 1000 / LIFETIME_SECONDS) + 2) * LIFETIME_SECONDS;
      const token = await tokenFor(workspaceId, mediaId).setExpirationTime(expiresAt).sign(key);
      return `${baseUrl()}/media/${token}`;
    },
    async lastingUrlFor(file) {
      const token = await tokenFor(file.workspaceId, file.id).sign(key);
      return `${baseUrl()}/media/${token}/file.${mediaExtension(file)}`;
    },
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, key, { audience: AUDIENCE, algorithms: ['HS256'] });
        if (typeof payload.sub !== 'string' || typeof payload.w !== 'string') return null;
        return { mediaId: payload.sub as MediaId, workspaceId: payload.w as WorkspaceId };
      } catch {
        return null;
      }
    },
  };
}
