import { createHash } from 'node:crypto';
import { DIGITS, type Random, URL_SAFE } from '../../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../../shared/simulator/simulated-time.ts';

export interface StoredFile {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly fileName: string | null;
  /** Whose it is, by WABA id: nobody else can see it. */
  readonly businessId: string;
  readonly expiresAtMs: number;
}

export interface FileStore {
  add(file: Omit<StoredFile, 'id' | 'expiresAtMs'>, livesMs: number): StoredFile;
  /** null: there is none, or its time is over. */
  byId(id: string, businessId: string): StoredFile | null;
  remove(id: string): void;
  /** A path that is good for 5 minutes. */
  openPath(file: StoredFile): string;
  /** null: there is no such path, its time is over, or the file is gone. */
  byPath(path: string): StoredFile | null;
  /** Any file, for those who test. */
  peek(id: string): StoredFile | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
export const UPLOADED_LIVES_MS = 30 * DAY_MS;
export const RECEIVED_LIVES_MS = 7 * DAY_MS;
const PATH_LIVES_MS = 5 * 60 * 1000;

export function createFileStore(time: SimulatedTime, random: Random): FileStore {
  const files = new Map<string, StoredFile>();
  const paths = new Map<string, { readonly id: string; readonly expiresAtMs: number }>();

  const living = (id: string): StoredFile | null => {
    const file = files.get(id);
    return file !== undefined && file.expiresAtMs > time.nowMs() ? file : null;
  };

  return {
    add(facts, livesMs) {
      const id = random.characters('123456789', 1) + random.characters(DIGITS, 14);
      const file: StoredFile = { ...facts, id, expiresAtMs: time.nowMs() + livesMs };
      files.set(id, file);
      return file;
    },
    byId(id, businessId) {
      const file = living(id);
      return file?.businessId === businessId ? file : null;
    },
    remove: (id) => void files.delete(id),
    openPath({ id }) {
      const path = `/whatsapp_business/attachments/${random.characters(URL_SAFE, 24)}`;
      paths.set(path, { id, expiresAtMs: time.nowMs() + PATH_LIVES_MS });
      return path;
    },
    byPath(path) {
      const found = paths.get(path);
      return found !== undefined && found.expiresAtMs > time.nowMs() ? living(found.id) : null;
    },
    peek: (id) => files.get(id) ?? null,
  };
}

/** Hex, as the media endpoint gives it; webhooks write the same in base64. */
export function hashOf({ bytes }: Pick<StoredFile, 'bytes'>, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
