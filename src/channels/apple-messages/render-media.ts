import { extname } from 'node:path/posix';
import type { WireFile } from '../../core/channel/index.ts';
import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { findLinks } from './find-links.ts';
import { MAX_FILE_BYTES } from './media.ts';
import { ATTACHMENT_MARK } from './parse-attachments.ts';
import { renderText } from './render-text.ts';

/** A request's field for the file of one attachment; its place in the list stands behind. */
export const ATTACHMENT_FIELD = 'attachments.';

export function isTooLarge({ sizeBytes = 0 }: MediaPart): boolean {
  return sizeBytes > MAX_FILE_BYTES;
}

/**
 * Neighbouring files travel in one message, each with a mark at its place in the text. Captions stand behind their
 * files; one with an address in it follows as messages of its own, because addresses become rich links.
 */
export function renderMedia(parts: readonly MediaPart[], contexts: readonly RenderContext[]): PartRendering {
  const [first] = contexts;
  if (first === undefined) return together([]);
  const homeless = parts.find(({ source }) => source.from === 'platform');
  if (homeless !== undefined) return problem('The file is still at the platform it came from.', first);
  const captions = parts.map(({ caption = '' }) => caption.replaceAll(ATTACHMENT_MARK, '').trim());
  const body = captions
    .map((caption) =>
      caption === '' || standsAlone(caption) ? ATTACHMENT_MARK : `${ATTACHMENT_MARK} ${caption}`,
    )
    .join('\n');
  const files = parts.map(toFile);
  const attachments = files.map(({ fileName, mimeType }) => ({
    name: fileName,
    ...(mimeType !== null && { mimeType }),
  }));
  const partIndexes = contexts.map(({ partIndex }) => partIndex);
  const message: PartRendering = {
    drafts: [
      { operation: 'message', content: () => ({ type: 'text', body, attachments }), files, partIndexes },
    ],
    losses: [],
    problems: [],
  };
  const separate = captions.flatMap((caption, index) => {
    const context = contexts[index];
    return standsAlone(caption) && context !== undefined ? [separateCaption(caption, context)] : [];
  });
  const plain = parts.flatMap(({ captionFormatting = [] }, index) => {
    const context = contexts[index];
    return captionFormatting.length > 0 && context !== undefined ? [withoutFormatting(context)] : [];
  });
  return together([message, ...separate, ...plain]);
}

/** An address becomes a rich link, and a long text several messages. */
function standsAlone(caption: string): boolean {
  return hasLink(caption) || caption.length > capabilities.caption.maxLength;
}

function withoutFormatting(context: RenderContext): PartRendering {
  const description = 'Apple shows plain text only';
  return degraded({ code: 'formatting-dropped', description }, context, () => together([]));
}

/** Beyond what Apple takes, only the way to the file. */
export function renderTooLarge(
  { source, sizeBytes, caption = '' }: MediaPart,
  context: RenderContext,
): PartRendering {
  const limit = `Apple takes files of at most ${MAX_FILE_BYTES} bytes, not ${sizeBytes}`;
  if (source.from !== 'url') return problem(`${limit}.`, context);
  const loss = { code: 'media-as-link' as const, description: `${limit}: a link goes instead` };
  return degraded(loss, context, () => renderText(`${caption}\n${source.url}`, context));
}

function separateCaption(caption: string, context: RenderContext): PartRendering {
  const isOverlong = caption.length > capabilities.caption.maxLength;
  if (isOverlong && context.options.overlongText === 'REFUSE') {
    return problem(`The caption has ${caption.length} characters, more than one message takes.`, context);
  }
  const description = `The caption ${isOverlong ? 'is long' : 'holds a link'}: it follows as messages of its own`;
  return degraded({ code: 'caption-separated', description }, context, () => renderText(caption, context));
}

function toFile({ source, fileName, mimeType, kind }: MediaPart, index: number): WireFile {
  const type = mimeType?.split(';')[0]?.trim() ?? null;
  return {
    field: `${ATTACHMENT_FIELD}${index}`,
    source,
    fileName: fileName ?? `${NAMES[kind]}${extensionOf(source)}`,
    mimeType: type === '' ? null : type,
    maxBytes: MAX_FILE_BYTES,
  };
}

/** What a file without a name is called. */
const NAMES: Readonly<Record<MediaKind, string>> = {
  image: 'image',
  audio: 'audio',
  voice: 'voice',
  video: 'video',
  'video-note': 'video',
  animation: 'animation',
  file: 'file',
  sticker: 'sticker',
};

function extensionOf(source: MediaPart['source']): string {
  if (source.from !== 'url' || !URL.canParse(source.url)) return '';
  return /^\.[a-z0-9]{1,8}$/iu.exec(extname(new URL(source.url).pathname))?.[0] ?? '';
}

function hasLink(text: string): boolean {
  return findLinks(text).some((segment) => 'url' in segment);
}
