import type { WireFile } from '../../core/channel/index.ts';
import type { MediaSource } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';

/** The kinds of attachment that Messenger has. */
export const WIRE_KINDS = ['image', 'audio', 'video', 'file'] as const;
export type WireKind = (typeof WIRE_KINDS)[number];

const FILE_NAME: Readonly<Record<WireKind, string>> = {
  image: 'image.jpg',
  audio: 'audio.mp3',
  video: 'video.mp4',
  file: 'file',
};

const PLACE = /^attach:\/\/(.+)$/u;

/** Where the id of a file stands that has yet to be uploaded. */
export function placeholderOf({ field }: Pick<WireFile, 'field'>): string {
  return `attach://${field}`;
}

/** The field of the file whose id belongs here; null: this is no such place. */
export function fieldAt(value: unknown): string | null {
  return typeof value === 'string' ? (PLACE.exec(value)?.[1] ?? null) : null;
}

export interface WireMedia {
  /** `url`, or `attachment_id` where the file is at Messenger already or will have been uploaded. */
  readonly payload: Readonly<Record<string, string>>;
  readonly files: readonly WireFile[];
}

/**
 * How a file is named on the wire: by the address that Meta fetches it from, by the id of an earlier upload, or by a
 * place that the id of an upload takes before sending. The file's `field` says what kind it is to be.
 */
export function toWireMedia(
  kind: WireKind,
  {
    source,
    fileName,
    mimeType,
  }: {
    readonly source: MediaSource;
    readonly fileName?: string | undefined;
    readonly mimeType?: string | undefined;
  },
): WireMedia {
  const url = addressFor(source);
  if (url !== null) return { payload: { url }, files: [] };
  if (source.from === 'platform') return { payload: { attachment_id: source.reference }, files: [] };
  const file: WireFile = {
    field: kind,
    source,
    fileName: fileName ?? FILE_NAME[kind],
    mimeType: mimeType ?? null,
    maxBytes: capabilities.media[kind].maxUploadBytes,
  };
  return { payload: { attachment_id: placeholderOf(file) }, files: [file] };
}

/**
 * Where Meta fetches the file; null: nowhere. Only over https, from any other address we fetch and upload it
 * ourselves. What contacts sent is named by an address too, what was uploaded before by an id.
 */
export function addressFor(source: MediaSource): string | null {
  if (source.from === 'store') return null;
  const address = source.from === 'url' ? source.url : source.reference;
  return address.startsWith('https://') ? address : null;
}

/** Why Messenger takes no such file; null: as far as one can say by this, it does. */
export function refusalOf(
  kind: WireKind,
  file: { readonly mimeType?: string | null | undefined; readonly sizeBytes?: number | undefined },
): string | null {
  const { mimeTypes, maxUploadBytes } = capabilities.media[kind];
  const type = file.mimeType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && !mimeTypes.some((known) => fits(type, known))) {
    return `Messenger takes no ${type} as ${kind}; it takes ${mimeTypes.join(', ')}.`;
  }
  if (file.sizeBytes !== undefined && file.sizeBytes > maxUploadBytes) {
    return `The file has ${file.sizeBytes} bytes; Messenger takes at most ${maxUploadBytes}.`;
  }
  return null;
}

function fits(type: string, known: string): boolean {
  return known === '*/*' || type === known || (known.endsWith('/*') && type.startsWith(known.slice(0, -1)));
}
