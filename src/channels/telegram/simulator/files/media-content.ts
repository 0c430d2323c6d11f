import type { WireContent, WireFile, WireMedia } from '../wire.ts';
import type { FileStore, StoredFile } from './file-store.ts';

/** What whoever sends a file says about it. */
export interface MediaDetails {
  readonly duration?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly performer?: string | undefined;
  readonly title?: string | undefined;
  readonly emoji?: string | undefined;
  /** The still picture of a live photo. */
  readonly photo?: StoredFile | undefined;
}

export type MediaKind = Exclude<StoredFile['kind'], 'thumbnail'>;

/** The longest sides that Telegram keeps a photo in, besides the one that it came in. */
const SMALLER_SIDES = [90, 320, 800];

/** How a message describes a file that it carries. */
export function mediaContent(
  store: FileStore,
  kind: MediaKind,
  file: StoredFile,
  details: MediaDetails = {},
): WireContent {
  const base = { ...wireFile(file), mime_type: file.mimeType ?? undefined };
  const named = { ...base, file_name: file.fileName ?? undefined };
  const duration = details.duration || 1;
  const size = { width: details.width || file.width || 320, height: details.height || file.height || 240 };

  switch (kind) {
    case 'photo':
      return { photo: photoSizes(store, file) };
    case 'live_photo': {
      const photo = photoSizes(store, details.photo ?? file);
      return { live_photo: { ...base, ...size, duration, photo }, photo };
    }
    case 'video':
      return { video: { ...named, ...size, duration } };
    case 'animation':
      // Clients that do not know animations show the file.
      return { animation: { ...named, ...size, duration }, document: named };
    case 'audio':
      return { audio: { ...named, duration, performer: details.performer, title: details.title } };
    case 'voice':
      return { voice: { ...base, duration } };
    case 'video_note':
      return { video_note: { ...wireFile(file), length: details.width || 240, duration } };
    case 'document':
      return { document: named };
    case 'sticker': {
      const ending = file.fileName?.split('.').at(-1);
      return {
        sticker: {
          ...wireFile(file),
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: ending === 'tgs',
          is_video: ending === 'webm',
          emoji: details.emoji,
        },
      };
    }
    default:
      return kind satisfies never;
  }
}

export function wireFile(file: StoredFile): WireFile {
  return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.byteLength };
}

/** In ascending order, the photo as it came last. The smaller ones hold the same bytes: nothing is scaled here. */
function photoSizes(store: FileStore, file: StoredFile): WireMedia[] {
  const longest = Math.max(file.width, file.height);
  const smaller = SMALLER_SIDES.filter((side) => side < longest).map((side) => {
    const width = Math.max(Math.round((file.width * side) / longest), 1);
    const height = Math.max(Math.round((file.height * side) / longest), 1);
    return store.add({ ...file, width, height }, file.knownTo);
  });
  return [...smaller, file].map((size) => ({ ...wireFile(size), width: size.width, height: size.height }));
}
