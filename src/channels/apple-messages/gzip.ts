import { gunzipSync } from 'node:zlib';
import { parseLosslessJson } from '../shared/lossless-json.ts';

/** Far more than any message: what is larger was made to fill our memory. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * A body without its compression, which its first bytes tell better than its headers: relays unpack and leave the
 * header, or the other way round.
 *
 * @returns null for what is broken, or larger than {@link MAX_BODY_BYTES} unpacked.
 */
export function unpack(body: Uint8Array): Uint8Array | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body.length > MAX_BODY_BYTES ? null : body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch {
    return null;
  }
}

/** The JSON object in a body, packed or not, its large whole numbers as strings; null when there is none. */
export function readObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  const bytes = unpack(body);
  if (bytes === null) return null;
  try {
    const json = parseLosslessJson(new TextDecoder().decode(bytes));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}
