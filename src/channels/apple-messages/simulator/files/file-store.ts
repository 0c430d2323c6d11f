import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type Random, URL_SAFE } from '../../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../../shared/simulator/simulated-time.ts';

/** An encrypted file, as Apple keeps it. */
export interface StoredFile {
  /** Names it, and leads nowhere. */
  readonly url: string;
  readonly owner: string;
  readonly ciphertext: Uint8Array;
  /** Of the ciphertext, as bytes. */
  readonly checksum: Buffer;
  /** From then on nobody gets it any more; null: it stays. */
  readonly expiresAtMs: number | null;
}

/** Encrypted files, and the addresses at which they can be put or got for a while. */
export interface FileStore {
  /** A place for a file of that size; the token stands in the address to upload to. */
  reserve(sizeBytes: number): { readonly token: string; readonly url: string; readonly owner: string };
  /** Null: no such place, it is taken, or the size is another. */
  fill(token: string, ciphertext: Uint8Array): StoredFile | null;
  find(url: string): StoredFile | null;
  /** A token with which a file can be got until the time is over. */
  open(file: StoredFile, lifetimeMs: number): string;
  /** Null: there is no such token, or it is too late. */
  byToken(token: string): StoredFile | null;
  /**
   * Stores what a customer's device sends, under a key that only the message tells.
   *
   * @param lifetimeMs  null: it stays.
   */
  put(plain: Uint8Array, lifetimeMs: number | null): { readonly file: StoredFile; readonly key: string };
}

export function createFileStore(time: SimulatedTime, random: Random): FileStore {
  const files = new Map<string, StoredFile>();
  const places = new Map<string, { sizeBytes: number; url: string; owner: string }>();
  const addresses = new Map<string, { file: StoredFile; expiresAtMs: number }>();

  const newPlace = () => ({
    url: `https://p${random.integer(1, 99)}-content.example/${random.characters(URL_SAFE, 24)}`,
    owner: `M${random.characters(URL_SAFE, 20)}.C01USN00`,
  });
  const keep = (
    place: { url: string; owner: string },
    ciphertext: Uint8Array,
    expiresAtMs: number | null,
  ): StoredFile => {
    const checksum = createHash('sha256').update(ciphertext).digest();
    const file = { ...place, ciphertext, checksum, expiresAtMs };
    files.set(file.url, file);
    return file;
  };

  return {
    reserve(sizeBytes) {
      const token = random.characters(URL_SAFE, 32);
      const place = newPlace();
      places.set(token, { sizeBytes, ...place });
      return { token, ...place };
    },
    fill(token, ciphertext) {
      const place = places.get(token);
      if (place === undefined || place.sizeBytes !== ciphertext.byteLength) return null;
      places.delete(token);
      return keep({ url: place.url, owner: place.owner }, ciphertext, null);
    },
    find(url) {
      const file = files.get(url);
      const isGone = file?.expiresAtMs != null && time.nowMs() > file.expiresAtMs;
      return file === undefined || isGone ? null : file;
    },
    open(file, lifetimeMs) {
      const token = random.characters(URL_SAFE, 32);
      addresses.set(token, { file, expiresAtMs: time.nowMs() + lifetimeMs });
      return token;
    },
    byToken(token) {
      const address = addresses.get(token);
      return address !== undefined && time.nowMs() <= address.expiresAtMs ? address.file : null;
    },
    put(plain, lifetimeMs) {
      const key = randomBytes(32);
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      const expiresAtMs = lifetimeMs === null ? null : time.nowMs() + lifetimeMs;
      return { file: keep(newPlace(), ciphertext, expiresAtMs), key: `00${key.toString('hex')}` };
    },
  };
}

/** What a customer's device makes of a file that a business sent. */
export function opened({ ciphertext }: StoredFile, key: string): Uint8Array {
  const decipher = createDecipheriv('aes-256-ctr', Buffer.from(key.slice(2), 'hex'), Buffer.alloc(16));
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
