import type { MediaPart } from '../../core/model/part.ts';
import { capabilities, MAX_FILE_NAME_LENGTH, MAX_URL_LENGTH, MAX_VIDEO_SECONDS } from './capabilities.ts';
import { readStickerReference } from './keys.ts';
import { withMarkup } from './markup.ts';
import { impossible, lost, type PartLoss, type PartRendering, shown, together } from './part-rendering.ts';
import { isPublicAddress } from './public-address.ts';
import type { WireContent } from './wire.ts';

/**
 * Viber takes no uploads: it fetches from the address it is told, and goes by the address's extension. What it
 * would not show as what it is goes as a file, and what it would not take as a file, as a link.
 */
export function renderMedia(part: MediaPart): PartRendering {
  const { source } = part;
  if (source.from === 'platform') {
    const stickerId = part.kind === 'sticker' ? readStickerReference(source.reference) : null;
    return stickerId === null
      ? impossible('Viber sends files by address only; a sticker by its number, as sticker:40126.')
      : withCaption([{ type: 'sticker', sticker_id: stickerId }], part, []);
  }
  if (source.from === 'store' || !isPublicAddress(source.url)) {
    return impossible(
      'Viber fetches files itself, from a public https address. This one has none: is PUBLIC_URL set?',
    );
  }
  const { url } = source;
  const extension = extensionOf(url);
  if (isPicture(part, extension)) return withPictureCaption(part, url);
  if (isVideo(part, extension)) return withCaption([video(part, url)], part, [shownAs('video', part)]);
  return asFile(part, url, extension);
}

const PICTURE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif'];
const VIDEO_EXTENSIONS = ['mp4'];
/** A still GIF is a picture to Viber; one that moves is not. */
const SHOWN_AS_PICTURE: readonly MediaPart['kind'][] = ['image', 'sticker'];
const SHOWN_AS_VIDEO: readonly MediaPart['kind'][] = ['video', 'video-note', 'animation'];

/**
 * Named in Viber's documents as examples of what it refuses, and their like. The full list is not public: what
 * passes here and not there comes back as a refusal.
 */
const REFUSED_EXTENSIONS = new Set(
  'apk app bat bin cmd com cpl csh exe gadget inf ins ipa jar job js jse ksh lnk msc msi msp pif prg ps1 reg run scr sh shb sct vb vbe vbs ws wsf wsh'.split(
    ' ',
  ),
);

function isPicture(part: MediaPart, extension: string): boolean {
  const { mimeTypes, maxUrlBytes } = capabilities.media.image;
  return (
    SHOWN_AS_PICTURE.includes(part.kind) &&
    PICTURE_EXTENSIONS.includes(extension) &&
    (part.mimeType === undefined || mimeTypes.some((type) => type === part.mimeType)) &&
    (part.sizeBytes ?? 0) <= maxUrlBytes
  );
}

/** A film must tell its size. */
function isVideo(part: MediaPart, extension: string): boolean {
  return (
    SHOWN_AS_VIDEO.includes(part.kind) &&
    VIDEO_EXTENSIONS.includes(extension) &&
    (part.mimeType === undefined || part.mimeType === 'video/mp4') &&
    part.sizeBytes !== undefined &&
    part.sizeBytes <= capabilities.media.video.maxUrlBytes &&
    (part.durationMs ?? 0) <= MAX_VIDEO_SECONDS * 1000
  );
}

function video({ sizeBytes = 0, durationMs }: MediaPart, media: string): WireContent {
  return {
    type: 'video',
    media,
    size: sizeBytes,
    ...(durationMs !== undefined && { duration: Math.ceil(durationMs / 1000) }),
  };
}

function asFile(part: MediaPart, media: string, extension: string): PartRendering {
  const { kind, sizeBytes } = part;
  const fileName = fileNameOf(part, media);
  const refused = [extension, fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()].find((one) =>
    REFUSED_EXTENSIONS.has(one),
  );
  if (refused !== undefined) return impossible(`Viber refuses programs and scripts: .${refused}`);
  if (sizeBytes !== undefined && sizeBytes <= capabilities.media.file.maxUrlBytes) {
    const file: WireContent = { type: 'file', media, size: sizeBytes, file_name: fileName };
    return withCaption([file], part, [shownAs('file', part)]);
  }
  if (media.length > MAX_URL_LENGTH) {
    return impossible(`Viber takes links of at most ${MAX_URL_LENGTH} characters.`);
  }
  const reason = sizeBytes === undefined ? 'its size is not known' : 'it is too large';
  return withCaption([{ type: 'url', media }], part, [
    lost('media-as-link', `This ${kind} is sent as a link: ${reason}.`),
  ]);
}

/** What is lost with a kind that Viber has not: a round film becomes an ordinary one. */
function shownAs(kind: keyof typeof NAME, part: MediaPart): PartLoss | null {
  return part.kind === kind ? null : lost('other', `This ${part.kind} is sent as ${NAME[kind]}.`);
}

const NAME = { image: 'a picture', video: 'a video', file: 'a file' } as const;

/** The only kind whose words Viber shows beneath it. */
function withPictureCaption(part: MediaPart, media: string): PartRendering {
  const { text, loss } = withMarkup(part.caption ?? '', part.captionFormatting);
  const { maxLength } = capabilities.caption;
  const asPicture = shownAs('image', part);
  if (text.length <= maxLength) return shown([{ type: 'picture', text, media }], [asPicture, loss]);
  return shown(
    [
      { type: 'picture', text: '', media },
      { type: 'text', text },
    ],
    [
      asPicture,
      loss,
      lost(
        'caption-separated',
        `A caption has at most ${maxLength} characters: it follows as a message.`,
        'overlongText',
      ),
    ],
  );
}

function withCaption(
  contents: readonly WireContent[],
  part: MediaPart,
  losses: readonly (PartLoss | null)[],
): PartRendering {
  const media = shown(contents, losses);
  if (part.caption === undefined || part.caption.trim() === '') return media;
  const { text, loss } = withMarkup(part.caption, part.captionFormatting);
  const separated = lost(
    'caption-separated',
    'Viber shows captions on pictures only: it follows as a message.',
  );
  return together([media, shown([{ type: 'text', text }], [separated, loss])]);
}

/** With its extension, without which some devices can not open it. */
function fileNameOf({ fileName, kind }: MediaPart, url: string): string {
  const inUrl = decodeURIComponentOrNot(new URL(url).pathname.split('/').pop() ?? '');
  const name = (fileName || inUrl || kind).toWellFormed();
  if (name.length <= MAX_FILE_NAME_LENGTH) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  return `${name.slice(0, MAX_FILE_NAME_LENGTH - extension.length).toWellFormed()}${extension}`;
}

/** In lower case without its dot; empty when the address has none. */
function extensionOf(url: string): string {
  return /\.([a-z0-9]{1,10})$/iu.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
}

function decodeURIComponentOrNot(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
