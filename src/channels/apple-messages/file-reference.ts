import * as z from 'zod';
import { optional } from './payload.ts';

/** An encrypted file at Apple: where it is, and what it takes to get and to read it. */
export interface FileReference {
  readonly url: string;
  readonly owner: string;
  /** Base64. */
  readonly signature: string;
  /** Hex behind `00`. */
  readonly key: string;
  readonly name: string | null;
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
}

const Size = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}$/u)
    .transform(Number),
]);

/** All spellings that were met; the first of a kind is Apple's own. */
const WireFile = z.object({
  url: optional(z.string().min(1)),
  'mmcs-url': optional(z.string().min(1)),
  owner: optional(z.string().min(1)),
  'mmcs-owner': optional(z.string().min(1)),
  'signature-base64': optional(z.string().min(1)),
  signature: optional(z.string().min(1)),
  'mmcs-signature-hex': optional(z.string().min(1)),
  key: optional(z.string().min(1)),
  'decryption-key': optional(z.string().min(1)),
  /** Seen in the place of `key` in references to large answers. */
  dataRefSig: optional(z.string().min(1)),
  name: optional(z.string()),
  mimeType: optional(z.string()),
  'mime-type': optional(z.string()),
  size: optional(Size),
  'file-size': optional(Size),
});

const HEX = /^(?:[0-9a-f]{2})+$/iu;
const WIRE_KEY = /^(?:00)?[0-9a-f]{64}$/iu;

/** Null when something is missing without which nobody gets the file, or can read it. */
export function readFileReference(value: unknown): FileReference | null {
  const file = WireFile.safeParse(value);
  if (!file.success) return null;
  const { data } = file;
  const url = data.url ?? data['mmcs-url'];
  const owner = data.owner ?? data['mmcs-owner'];
  const hex = data.signature ?? data['mmcs-signature-hex'];
  const signature = data['signature-base64'] ?? (hex === undefined ? undefined : toBase64(hex));
  const key = [data.key, data['decryption-key'], data.dataRefSig].find(
    (candidate) => candidate !== undefined && WIRE_KEY.test(candidate),
  );
  if (url === undefined || owner === undefined || signature === undefined || key === undefined) return null;
  const size = data.size ?? data['file-size'];
  return {
    url,
    owner,
    signature,
    key,
    name: data.name ?? null,
    mimeType: data.mimeType ?? data['mime-type'] ?? null,
    sizeBytes: size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : null,
  };
}

/** Checksums come in hex and are asked for in Base64. */
function toBase64(signature: string): string {
  return HEX.test(signature) ? Buffer.from(signature, 'hex').toString('base64') : signature;
}
