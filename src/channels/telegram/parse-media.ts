import * as z from 'zod';
import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readFormatting } from './formatting.ts';
import { type Message, optional } from './payload.ts';

/** A file of any kind. `file_id` belongs to this bot and stays good for ever. */
export const WireFile = z.object({
  file_id: z.string().min(1),
  file_name: optional(z.string()),
  mime_type: optional(z.string()),
  /** May exceed 2^31. */
  file_size: optional(z.int().nonnegative()),
  /** Seconds. */
  duration: optional(z.number().nonnegative()),
  width: optional(z.int().positive()),
  height: optional(z.int().positive()),
});
export type WireFile = z.infer<typeof WireFile>;

/** Round videos are as wide as high. */
export const VideoNote = WireFile.extend({ length: optional(z.int().positive()) }).transform(
  ({ length, ...file }) => ({ ...file, width: length, height: length }),
);

/** The same picture in ascending sizes: the last is the picture. */
export const Photo = z.tuple([WireFile], WireFile).transform((sizes) => sizes.at(-1) ?? sizes[0]);

export const Sticker = WireFile.extend({
  emoji: optional(z.string()),
  is_animated: optional(z.boolean()),
  is_video: optional(z.boolean()),
}).transform((sticker) => ({ ...sticker, mime_type: stickerMimeType(sticker) }));

export function toMediaPart(
  kind: MediaKind,
  file: WireFile & { readonly emoji?: string | undefined },
  message: Message,
): MediaPart {
  return omitUndefined({
    type: 'media' as const,
    kind,
    source: { from: 'platform' as const, reference: file.file_id },
    caption: message.caption,
    captionFormatting: readFormatting(message.caption ?? '', message.caption_entities),
    fileName: file.file_name,
    mimeType: file.mime_type,
    sizeBytes: file.file_size,
    durationMs: file.duration === undefined ? undefined : Math.round(file.duration * 1000),
    width: file.width,
    height: file.height,
    emoji: file.emoji,
  });
}

/** Stickers carry no MIME type; their two flags imply it. */
function stickerMimeType(sticker: {
  is_animated?: boolean | undefined;
  is_video?: boolean | undefined;
}): string {
  if (sticker.is_animated === true) return 'application/x-tgsticker';
  return sticker.is_video === true ? 'video/webm' : 'image/webp';
}
