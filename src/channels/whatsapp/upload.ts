import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type MediaFile,
  type WireFile,
  type WireRequest,
} from '../../core/channel/index.ts';
import type { RejectionCause } from '../../core/model/failure.ts';
import { callGraphRepeatably, type MetaGraph } from '../shared/meta-graph.ts';
import { limits } from './capabilities.ts';
import { malformedAnswer, numberPath } from './graph.ts';
import { Id } from './payload.ts';
import { bareType, placeholderOf, refusalOf, WIRE_KINDS, WIRE_TYPE, type WireKind } from './wire-media.ts';

const Uploaded = z.object({ id: Id });

/** @returns the file's id, which WhatsApp keeps for 30 days. Type and size were checked before it left. */
export async function uploadFile(file: WireFile, graph: MetaGraph, context: AccountContext): Promise<string> {
  const opened = await open(file, context);
  const type = bareType(file.mimeType ?? opened.mimeType);
  if (type === undefined) throw refused('The type of the file is not known.', 'invalid-content');
  const refusal = reasonAgainst(kindOf(file), type, opened.bytes);
  if (refusal !== null) throw refused(refusal.sentence, refusal.cause);
  const form = new FormData();
  form.append('messaging_product', 'whatsapp');
  form.append('type', type);
  form.append('file', new Blob([new Uint8Array(opened.bytes)], { type }), file.fileName);
  const answer = Uploaded.safeParse(
    await callGraphRepeatably(
      { method: 'POST', path: numberPath(context, 'media'), body: form },
      graph,
      context,
    ),
  );
  if (!answer.success) throw malformedAnswer('WhatsApp did not say how it names the file.', 'unavailable');
  return answer.data.id;
}

const MEDIA_FIELDS: ReadonlySet<string> = new Set(Object.values(WIRE_TYPE));

/** The body with the ids of what was uploaded in their places; a contact's words are never taken for a place. */
export function withUploads(
  body: WireRequest['body'],
  uploads: ReadonlyMap<string, string>,
): WireRequest['body'] {
  if (uploads.size === 0) return body;
  const ids = new Map([...uploads].map(([field, id]) => [placeholderOf({ field }), id]));
  const fill = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => fill(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) =>
        name === 'id' && MEDIA_FIELDS.has(key)
          ? [name, ids.get(member) ?? member]
          : [name, fill(member, name)],
      ),
    );
  };
  return Object.fromEntries(Object.entries(body).map(([name, member]) => [name, fill(member, name)]));
}

/** Whatever goes wrong here, nothing has left us yet. */
async function open({ source, maxBytes }: WireFile, context: AccountContext): Promise<MediaFile> {
  try {
    return await context.openMedia(source, maxBytes);
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    throw new ChannelError(
      'unavailable',
      'A file of this message could not be opened.',
      { platformCode: 'upload:not-opened' },
      { cause: error },
    );
  }
}

/** Rendering wrote it there. */
function kindOf({ field }: WireFile): WireKind {
  return WIRE_KINDS.find((kind) => kind === field) ?? 'file';
}

function reasonAgainst(
  kind: WireKind,
  mimeType: string,
  bytes: Uint8Array,
): { readonly sentence: string; readonly cause: RejectionCause } | null {
  const wrongType = refusalOf(kind, { mimeType });
  if (wrongType !== null) return { sentence: wrongType, cause: 'invalid-content' };
  const tooLarge = refusalOf(kind, { sizeBytes: bytes.byteLength });
  if (tooLarge !== null) return { sentence: tooLarge, cause: 'too-large' };
  if (kind !== 'sticker' || bytes.byteLength <= limits.stillStickerBytes || isAnimatedWebp(bytes))
    return null;
  return {
    sentence: `The sticker has ${bytes.byteLength} bytes; one that stands still has at most ${limits.stillStickerBytes}.`,
    cause: 'too-large',
  };
}

/** The WebP container's extended header has a bit for it: `RIFF....WEBPVP8X....` and then the flags. */
function isAnimatedWebp(bytes: Uint8Array): boolean {
  const chunk = Buffer.from(bytes.subarray(12, 16)).toString('latin1');
  return chunk === 'VP8X' && ((bytes[20] ?? 0) & 0b10) !== 0;
}

function refused(sentence: string, cause: RejectionCause): ChannelError {
  return new ChannelError('rejected', sentence, {
    platformCode: `upload:${cause}`,
    cause,
    actionBy: 'author',
  });
}
