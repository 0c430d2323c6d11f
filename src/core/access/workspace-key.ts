import { createHash, randomBytes } from 'node:crypto';

/** A new API key: the secret is shown once; prefix and hash are what we keep. */
export interface NewApiKey {
  readonly secret: string;
  /** Finds the row without telling the rest. */
  readonly prefix: string;
  readonly hash: Uint8Array;
}

const SHAPE = /^(cfb_[0-9A-Za-z]{12})_([0-9A-Za-z]{43})_([0-9a-f]{6})$/u;

/** `cfb_<lookup>_<256 random bits>_<checksum>`: recognisable in leaked text, and a typing error is no database query. */
export function newApiKey(): NewApiKey {
  const prefix = `cfb_${randomAlphanumeric(12)}`;
  const body = `${prefix}_${randomAlphanumeric(43)}`;
  const secret = `${body}_${checksum(body)}`;
  return { secret, prefix, hash: hashOf(secret) };
}

/** The prefix to look a key up by; null when it can not be one of ours. */
export function prefixOf(secret: string): string | null {
  const match = SHAPE.exec(secret);
  if (match?.[1] === undefined || match[3] !== checksum(`${match[1]}_${match[2]}`)) return null;
  return match[1];
}

export function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

const checksum = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, 6);

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Each character evenly likely: bytes from 248 up are drawn again. 43 characters carry 256 bits. */
function randomAlphanumeric(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}
