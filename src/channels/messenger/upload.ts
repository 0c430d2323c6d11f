import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type MediaFile,
  type WireFile,
} from '../../core/channel/index.ts';
import type { RejectionCause } from '../../core/model/failure.ts';
import { callGraphRepeatably, type MetaGraph } from '../shared/meta-graph.ts';
import { malformedAnswer, pagePath } from './graph.ts';
import { Id } from './payload.ts';
import { refusalOf, WIRE_KINDS, type WireKind } from './wire-media.ts';

const Uploaded = z.object({ attachment_id: Id });

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What this process has uploaded: the same file to many people travels once. Messenger keeps uploads for 90 days; a
 * process that starts anew uploads anew.
 */
const uploads = new LRUCache<string, string>({ max: 10_000, ttl: 89 * DAY_MS });

export interface Upload {
  readonly attachmentId: string;
  /** It is from an earlier message: Messenger may have forgotten it. */
  readonly isReused: boolean;
}

/** @throws {ChannelError} Nothing has been sent then. Type and size are checked before anything leaves. */
export async function uploadFile(file: WireFile, graph: MetaGraph, context: AccountContext): Promise<Upload> {
  const key = keyOf(file, context);
  const known = key === null ? undefined : uploads.get(key);
  if (known !== undefined) return { attachmentId: known, isReused: true };
  const opened = await open(file, context);
  const kind = kindOf(file);
  const type = file.mimeType ?? opened.mimeType;
  assertFits(kind, type, opened.bytes);
  const form = new FormData();
  const attachment = { type: kind, payload: { is_reusable: true } };
  form.append('message', JSON.stringify({ attachment }));
  const blob = new Blob([new Uint8Array(opened.bytes)], { type: type ?? 'application/octet-stream' });
  form.append('filedata', blob, file.fileName);
  const answer = Uploaded.safeParse(
    await callGraphRepeatably(
      { method: 'POST', path: pagePath(context, 'message_attachments'), body: form },
      graph,
      context,
    ),
  );
  if (!answer.success) throw malformedAnswer('Messenger did not say how it names the file.', 'unavailable');
  const { attachment_id } = answer.data;
  if (key !== null) uploads.set(key, attachment_id);
  return { attachmentId: attachment_id, isReused: false };
}

/** The next message with this file uploads it again. */
export function forgetUpload(file: WireFile, context: AccountContext): void {
  const key = keyOf(file, context);
  if (key !== null) uploads.delete(key);
}

/** Files of our store never change; what stands at an address may. */
function keyOf({ field, source }: WireFile, { accountId, apiBaseUrl }: AccountContext): string | null {
  return source.from === 'store' ? `${apiBaseUrl} ${accountId}:${field}:${source.mediaId}` : null;
}

/** Rendering wrote it there. */
function kindOf({ field }: WireFile): WireKind {
  return WIRE_KINDS.find((kind) => kind === field) ?? 'file';
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

function assertFits(kind: WireKind, mimeType: string | null, bytes: Uint8Array): void {
  const wrongType = refusalOf(kind, { mimeType });
  if (wrongType !== null) throw refused(wrongType, 'invalid-content');
  const tooLarge = refusalOf(kind, { sizeBytes: bytes.byteLength });
  if (tooLarge !== null) throw refused(tooLarge, 'too-large');
}

function refused(sentence: string, cause: RejectionCause): ChannelError {
  return new ChannelError('rejected', sentence, {
    platformCode: `upload:${cause}`,
    cause,
    actionBy: 'author',
  });
}
