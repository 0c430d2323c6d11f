import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-ctr';
/** Every key is used once, so the counter may begin at 0. */
const NO_IV = Buffer.alloc(16);
const KEY_BYTES = 32;

/** A key as it stands in messages: hex behind `00`. */
const WIRE_KEY = /^(?:00)?([0-9a-f]{64})$/iu;

export interface Sealed {
  readonly bytes: Uint8Array;
  /** For the message that refers to it. */
  readonly key: string;
}

/** @param key  32 bytes; only tests give one. */
export function seal(bytes: Uint8Array, key: Uint8Array = randomBytes(KEY_BYTES)): Sealed {
  const cipher = createCipheriv(ALGORITHM, key, NO_IV);
  return {
    bytes: Buffer.concat([cipher.update(bytes), cipher.final()]),
    key: `00${Buffer.from(key).toString('hex')}`,
  };
}

/** @returns null when `key` is none. A wrong key gives wrong bytes: the mode has no checksum. */
export function unseal(bytes: Uint8Array, key: string): Uint8Array | null {
  const [, hex] = WIRE_KEY.exec(key) ?? [];
  if (hex === undefined) return null;
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(hex, 'hex'), NO_IV);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}
