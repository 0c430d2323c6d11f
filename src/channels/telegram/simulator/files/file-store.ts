import { createHash } from 'node:crypto';
import { type Random, URL_SAFE } from '../../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../../shared/simulator/simulated-time.ts';

/** What a file is used as. A file id works only for the kind that it was given out for. */
export type FileKind =
  | 'photo'
  | 'video'
  | 'audio'
  | 'voice'
  | 'video_note'
  | 'animation'
  | 'document'
  | 'sticker'
  | 'live_photo'
  | 'thumbnail';

export interface StoredFile {
  readonly fileId: string;
  /** Equal for equal bytes of one kind, whoever sent them and when. */
  readonly uniqueId: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  readonly fileName: string | null;
  readonly mimeType: string | null;
  /** Pixels; 0 where a file has none. */
  readonly width: number;
  readonly height: number;
  /** Bots that have been told the file id: no other can use it. */
  readonly knownTo: Set<number>;
  /** Where it can be downloaded from: given out by `getFile`, and only for a while. */
  path: { readonly value: string; readonly expiresAtMs: number } | null;
}

export interface FileStore {
  /** @param knownTo  The bots that are about to be told its id. */
  add(
    file: Pick<StoredFile, 'kind' | 'bytes' | 'fileName' | 'mimeType' | 'width' | 'height'>,
    knownTo: Iterable<number>,
  ): StoredFile;
  byId(fileId: string): StoredFile | null;
  /** Gives a file a download path, or renews the one that it has. */
  openPath(file: StoredFile): string;
  /** null: there is no such path, or its time is over. */
  byPath(path: string, botId: number): StoredFile | null;
}

const PATH_LIFETIME_MS = 60 * 60 * 1000;

const FOLDERS: Readonly<Record<FileKind, string>> = {
  photo: 'photos',
  video: 'videos',
  audio: 'music',
  voice: 'voice',
  video_note: 'video_notes',
  animation: 'animations',
  document: 'documents',
  sticker: 'stickers',
  live_photo: 'videos',
  thumbnail: 'thumbnails',
};

export function createFileStore(time: SimulatedTime, random: Random): FileStore {
  const files = new Map<string, StoredFile>();
  const paths = new Map<string, StoredFile>();
  const counts = new Map<string, number>();

  return {
    add(facts, knownTo) {
      const digest = createHash('sha256')
        .update(`${facts.kind} ${facts.width}x${facts.height}`)
        .update(facts.bytes)
        .digest('base64url');
      const file: StoredFile = {
        kind: facts.kind,
        bytes: facts.bytes,
        fileName: facts.fileName,
        mimeType: facts.mimeType,
        width: facts.width,
        height: facts.height,
        fileId: `${facts.kind === 'photo' ? 'AgAC' : 'BAAC'}${random.characters(URL_SAFE, 60)}`,
        uniqueId: `AQAD${digest.slice(0, 12)}`,
        knownTo: new Set(knownTo),
        path: null,
      };
      files.set(file.fileId, file);
      return file;
    },
    byId: (fileId) => files.get(fileId) ?? null,
    openPath(file) {
      const value = file.path?.value ?? newPath(file);
      file.path = { value, expiresAtMs: time.nowMs() + PATH_LIFETIME_MS };
      paths.set(value, file);
      return value;
    },
    byPath(path, botId) {
      const file = paths.get(path) ?? null;
      if (file === null || !file.knownTo.has(botId)) return null;
      return file.path !== null && file.path.expiresAtMs > time.nowMs() ? file : null;
    },
  };

  /** Such as `photos/file_0.jpg`: the name that the file had is not kept, only how it ended. */
  function newPath(file: StoredFile): string {
    const folder = FOLDERS[file.kind];
    const number = counts.get(folder) ?? 0;
    counts.set(folder, number + 1);
    return `${folder}/file_${number}${endingOf(file)}`;
  }
}

function endingOf({ fileName, mimeType }: StoredFile): string {
  const named = /\.[a-z0-9]{1,8}$/iu.exec(fileName ?? '')?.[0];
  if (named !== undefined) return named.toLowerCase();
  const subtype = mimeType?.split('/')[1] ?? '';
  return /^[a-z0-9]{1,8}$/u.test(subtype) ? `.${subtype === 'jpeg' ? 'jpg' : subtype}` : '';
}
