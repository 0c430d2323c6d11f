import { fetchFromLoopback } from '../../../shared/simulator/fetch-from-loopback.ts';
import { imageSize } from '../../../shared/simulator/image-size.ts';
import type { UploadedFile } from '../../../shared/simulator/read-form.ts';
import { badRequest, entityTooLarge, type Refusal } from '../answer.ts';
import { type Parameters, text } from '../parameters.ts';
import type { Bot, World } from '../state.ts';
import type { FileKind, StoredFile } from './file-store.ts';

const MB = 1024 * 1024;
const MAX_PHOTO_UPLOAD_BYTES = 10 * MB;
const MAX_UPLOAD_BYTES = 50 * MB;
const MAX_PHOTO_URL_BYTES = 5 * MB;
const MAX_URL_BYTES = 20 * MB;

const wrongFile = badRequest('wrong file identifier/HTTP URL specified');
const unreachableUrl = badRequest('failed to get HTTP URL content');
const wrongPageType = badRequest('wrong type of the web page content');

/** What may stand behind a URL, by what it shall become. Kinds that are absent here are not taken as URLs. */
const TYPES_BY_URL: Readonly<Partial<Record<FileKind, RegExp>>> = {
  photo: /^image\//u,
  video: /^video\//u,
  animation: /^(?:image\/gif|video\/mp4)$/u,
  audio: /^audio\//u,
  voice: /^audio\/ogg$/u,
  document: /^(?:application\/pdf|application\/zip|image\/gif)$/u,
  sticker: /^image\/webp$/u,
  thumbnail: /^image\//u,
};

/** A file id of one of these works as any other of them. */
const DOCUMENT_LIKE: readonly FileKind[] = [
  'document',
  'video',
  'audio',
  'animation',
  'sticker',
  'live_photo',
];

/**
 * The file that a parameter names: uploaded under it or under `attach://…`, by URL, or by the id of a known file.
 * undefined: the parameter is not there.
 */
export async function inputFile(
  world: World,
  bot: Bot,
  parameters: Parameters,
  name: string,
  kind: FileKind,
): Promise<StoredFile | undefined | Refusal> {
  const uploaded = parameters.files.get(name);
  if (uploaded !== undefined) return uploadedFile(world, bot, uploaded, kind);
  return namedFile(world, bot, parameters, text(parameters, name), kind);
}

/** The same for what stands inside a list, as the media of an album do. */
export async function namedFile(
  world: World,
  bot: Bot,
  parameters: Parameters,
  reference: string,
  kind: FileKind,
): Promise<StoredFile | undefined | Refusal> {
  if (reference === '') return undefined;
  if (reference.startsWith('attach://')) {
    const attached = parameters.files.get(reference.slice('attach://'.length));
    return attached === undefined ? undefined : uploadedFile(world, bot, attached, kind);
  }
  if (/^https?:\/\//iu.test(reference)) return fileFromUrl(world, bot, reference, kind);
  const known = world.files.byId(reference);
  if (known === null || !known.knownTo.has(bot.user.id)) return wrongFile;
  const isUsable =
    known.kind === kind || (DOCUMENT_LIKE.includes(known.kind) && DOCUMENT_LIKE.includes(kind));
  return isUsable ? known : badRequest(`can't use file of type ${nounOf(known.kind)} as ${nounOf(kind)}`);
}

function uploadedFile(world: World, bot: Bot, upload: UploadedFile, kind: FileKind): StoredFile | Refusal {
  const sizeBytes = upload.bytes.byteLength;
  if (sizeBytes === 0) return badRequest('file must be non-empty');
  if (kind === 'photo' && sizeBytes > MAX_PHOTO_UPLOAD_BYTES) {
    return badRequest(
      `file of size ${sizeBytes} bytes is too big for a photo; the maximum size is ${MAX_PHOTO_UPLOAD_BYTES} bytes`,
    );
  }
  if (sizeBytes > MAX_UPLOAD_BYTES) return entityTooLarge;
  const generic = upload.mimeType === null || upload.mimeType === 'application/octet-stream';
  return keep(world, bot, { ...upload, mimeType: generic ? null : upload.mimeType }, kind);
}

async function fileFromUrl(
  world: World,
  bot: Bot,
  url: string,
  kind: FileKind,
): Promise<StoredFile | Refusal> {
  const types = TYPES_BY_URL[kind];
  if (types === undefined) return wrongFile;
  const fetched = await fetchFromLoopback(url, kind === 'photo' ? MAX_PHOTO_URL_BYTES : MAX_URL_BYTES);
  if (fetched.kind !== 'fetched') return unreachableUrl;
  if (!types.test(fetched.mimeType)) return wrongPageType;
  return keep(world, bot, fetched, kind);
}

function keep(
  world: World,
  bot: Bot,
  { bytes, fileName, mimeType }: UploadedFile,
  kind: FileKind,
): StoredFile | Refusal {
  const size = imageSize(bytes);
  if (kind === 'photo') {
    const objection = objectionToPhoto(size);
    if (objection !== null) return objection;
  }
  const { width, height } = size ?? { width: 0, height: 0 };
  const known = mimeType ?? size?.mimeType ?? null;
  return world.files.add({ kind, bytes, fileName, mimeType: known, width, height }, [bot.user.id]);
}

/** Width and height together at most 10000, and neither more than 20 times the other. */
function objectionToPhoto(size: { readonly width: number; readonly height: number } | null): Refusal | null {
  if (size === null) return badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const isTooLong = Math.max(width, height) > 20 * Math.min(width, height);
  return width + height > 10_000 || isTooLong ? badRequest('PHOTO_INVALID_DIMENSIONS') : null;
}

/** As Telegram calls kinds of files: `VideoNote`. */
function nounOf(kind: FileKind): string {
  if (kind === 'voice') return 'VoiceNote';
  return kind.replaceAll(/(?:^|_)([a-z])/gu, (_whole, letter: string) => letter.toUpperCase());
}
