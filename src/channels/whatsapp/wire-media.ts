import type { WireFile } from '../../core/channel/index.ts';
import type { MediaPart, MediaSource } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';

/** The kinds that WhatsApp has; the rest of ours are shown as one of them. */
export const WIRE_KINDS = ['image', 'audio', 'voice', 'video', 'file', 'sticker'] as const;
export type WireKind = (typeof WIRE_KINDS)[number];

/** Their word for each, which is also the field that holds it. */
export const WIRE_TYPE: Readonly<Record<WireKind, string>> = {
  image: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  file: 'document',
  sticker: 'sticker',
};

const FILE_NAME: Readonly<Record<WireKind, string>> = {
  image: 'image.jpg',
  audio: 'audio.mp3',
  voice: 'voice.ogg',
  video: 'video.mp4',
  file: 'file',
  sticker: 'sticker.webp',
};

/** Where the id of a file stands that has yet to be uploaded; a message has one file at most. */
export function placeholderOf({ field }: Pick<WireFile, 'field'>): string {
  return `attach://${field}`;
}

/**
 * How a file is named on the wire: by the address that Meta fetches it from, by the id of an earlier upload, or by a
 * place that the id of an upload takes before sending. The file's `field` says what kind it is to be.
 */
export function toWireMedia(
  kind: WireKind,
  { source, fileName, mimeType }: Pick<MediaPart, 'source' | 'fileName' | 'mimeType'>,
): { readonly reference: Readonly<Record<string, string>>; readonly files: readonly WireFile[] } {
  if (source.from === 'platform') return { reference: { id: source.reference }, files: [] };
  if (isFetchedByMeta(source)) return { reference: { link: source.url }, files: [] };
  const file: WireFile = {
    field: kind,
    source,
    fileName: fileName ?? FILE_NAME[kind],
    mimeType: mimeType ?? null,
    maxBytes: capabilities.media[kind].maxUploadBytes,
  };
  return { reference: { id: placeholderOf(file) }, files: [file] };
}

/** Only over https; from any other address we fetch and upload it ourselves. */
function isFetchedByMeta(source: MediaSource): source is Extract<MediaSource, { from: 'url' }> {
  return source.from === 'url' && source.url.startsWith('https://');
}

/** What others call the types that WhatsApp names. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['audio/mp3', 'audio/mpeg'],
  ['audio/opus', 'audio/ogg'],
  ['audio/x-m4a', 'audio/mp4'],
  ['image/jpg', 'image/jpeg'],
]);

/** Without parameters such as `codecs=opus`; undefined: not known. */
export function bareType(mimeType: string | null | undefined): string | undefined {
  const type = mimeType?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || type === '' ? undefined : (SYNONYMS.get(type) ?? type);
}

/** Why WhatsApp takes no such file; null: as far as one can say by this, it does. */
export function refusalOf(
  kind: WireKind,
  file: { readonly mimeType?: string | null | undefined; readonly sizeBytes?: number | undefined },
): string | null {
  const { mimeTypes, maxUploadBytes } = capabilities.media[kind];
  const type = bareType(file.mimeType);
  if (type !== undefined && !mimeTypes.some((known) => known === type)) {
    return `WhatsApp takes no ${type} as ${WIRE_TYPE[kind]}; it takes ${mimeTypes.join(', ')}.`;
  }
  if (file.sizeBytes !== undefined && file.sizeBytes > maxUploadBytes) {
    return `The file has ${file.sizeBytes} bytes; WhatsApp takes at most ${maxUploadBytes} as ${WIRE_TYPE[kind]}.`;
  }
  return null;
}
