import type { MediaLimits, WireFile } from '../../core/channel/index.ts';
import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';

interface MediaMethod {
  readonly operation: string;
  /** The field of the file; in albums, its type. */
  readonly field: string;
  /** What a file without a name is called. */
  readonly fileName: string;
}

export const MEDIA_METHODS: Readonly<Record<MediaKind, MediaMethod>> = {
  image: { operation: 'sendPhoto', field: 'photo', fileName: 'photo.jpg' },
  audio: { operation: 'sendAudio', field: 'audio', fileName: 'audio.mp3' },
  voice: { operation: 'sendVoice', field: 'voice', fileName: 'voice.ogg' },
  video: { operation: 'sendVideo', field: 'video', fileName: 'video.mp4' },
  'video-note': { operation: 'sendVideoNote', field: 'video_note', fileName: 'video.mp4' },
  animation: { operation: 'sendAnimation', field: 'animation', fileName: 'animation.mp4' },
  file: { operation: 'sendDocument', field: 'document', fileName: 'file' },
  sticker: { operation: 'sendSticker', field: 'sticker', fileName: 'sticker.webp' },
};

/** What Telegram fetches by URL as a document; other files it takes only as uploads. */
const DOCUMENT_URL = /\.(?:pdf|zip|gif)(?:[?#]|$)/iu;
const DOCUMENT_TYPES = ['application/pdf', 'application/zip', 'image/gif'];

type File = Pick<MediaPart, 'kind' | 'source' | 'fileName' | 'mimeType' | 'sizeBytes'>;

/** A `file_id`, a URL that Telegram will fetch, or an upload in a form field of that name. */
export function mediaValue(
  part: File,
  field: string,
): { readonly value: string; readonly file: WireFile | null } {
  const { kind, source } = part;
  if (source.from === 'platform') return { value: source.reference, file: null };
  if (source.from === 'url' && isFetchedByTelegram(part, source.url)) {
    return { value: source.url, file: null };
  }
  const file = {
    field,
    source,
    fileName: part.fileName ?? MEDIA_METHODS[kind].fileName,
    mimeType: part.mimeType ?? null,
    maxBytes: capabilities.media[kind].maxUploadBytes,
  };
  return { value: `attach://${field}`, file };
}

/** Known beforehand to be more than Telegram takes. What Telegram has already is never too large for it. */
export function isTooLarge({ kind, source, sizeBytes }: File): boolean {
  return source.from !== 'platform' && (sizeBytes ?? 0) > capabilities.media[kind].maxUploadBytes;
}

function isFetchedByTelegram({ kind, mimeType, sizeBytes }: File, url: string): boolean {
  const { maxUrlBytes }: MediaLimits = capabilities.media[kind];
  if (maxUrlBytes === null || (sizeBytes ?? 0) > maxUrlBytes) return false;
  switch (kind) {
    case 'voice':
      return mimeType === undefined || mimeType.startsWith('audio/ogg');
    case 'sticker':
      // The ones that move are taken as uploads only.
      return mimeType === undefined || mimeType === 'image/webp';
    case 'file':
      return mimeType === undefined ? DOCUMENT_URL.test(url) : DOCUMENT_TYPES.includes(mimeType);
    default:
      return true;
  }
}
