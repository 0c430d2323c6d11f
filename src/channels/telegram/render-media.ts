import type { Loss, MediaLimits, WireFile } from '../../core/channel/index.ts';
import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';
import { type Draft, draft, type PartRendering, problem, type RenderContext, shown } from './draft.ts';
import { toEntities } from './formatting.ts';
import { entitiesField, renderText } from './render-text.ts';
import type { FormattedText } from './split-text.ts';

/** Which method takes a kind, in which field, and what a file without a name is called. */
const METHOD: Readonly<Record<MediaKind, readonly [operation: string, field: string, fileName: string]>> = {
  image: ['sendPhoto', 'photo', 'photo.jpg'],
  audio: ['sendAudio', 'audio', 'audio.mp3'],
  voice: ['sendVoice', 'voice', 'voice.ogg'],
  video: ['sendVideo', 'video', 'video.mp4'],
  'video-note': ['sendVideoNote', 'video_note', 'video.mp4'],
  animation: ['sendAnimation', 'animation', 'animation.mp4'],
  file: ['sendDocument', 'document', 'file'],
  sticker: ['sendSticker', 'sticker', 'sticker.webp'],
};

/** What Telegram fetches by URL as a document; other files it takes only as uploads. */
const DOCUMENT_URL = /\.(?:pdf|zip|gif)(?:[?#]|$)/iu;
const DOCUMENT_TYPES = ['application/pdf', 'application/zip', 'image/gif'];

/** Media that may stand in one album: pictures and films together, files among files, audio among audio. */
export function albumClassOf({ kind }: MediaPart): string | null {
  if (kind === 'image' || kind === 'video') return 'visual';
  return kind === 'file' || kind === 'audio' ? kind : null;
}

export function renderMedia(part: MediaPart, context: RenderContext): PartRendering {
  const { partIndex } = context;
  const [operation, field] = METHOD[part.kind];
  const caption = fitCaption(part, context);
  if (caption.isRefused) return problem(caption.description, context);
  const { value, file } = mediaValue(part, field);
  const first = draft(
    operation,
    { ...(file === null ? { [field]: value } : {}), ...caption.fields, ...shapeOf(part) },
    partIndex,
    file === null ? [] : [file],
  );
  return withSeparateText(shown([first], caption.losses), caption.separate, context);
}

/** Several media that show as one. Their captions stay with them. */
export function renderAlbum(parts: readonly MediaPart[], contexts: readonly RenderContext[]): PartRendering {
  const members = parts.flatMap((part, position) => {
    const context = contexts[position];
    if (context === undefined) return [];
    const { value, file } = mediaValue(part, `file${position}`);
    return [{ part, context, file, caption: fitCaption(part, context), value }];
  });
  const problems = members.flatMap(({ caption, context }) =>
    caption.isRefused ? [{ partIndex: context.partIndex, message: caption.description }] : [],
  );
  const album: Draft = {
    operation: 'sendMediaGroup',
    content: {
      media: members.map(({ part, value, caption }) => ({
        type: METHOD[part.kind][1],
        media: value,
        ...caption.fields,
        ...shapeOf(part),
      })),
    },
    files: members.flatMap(({ file }) => file ?? []),
    partIndexes: members.map(({ context }) => context.partIndex),
    cost: members.length,
  };
  const losses = members.flatMap(({ caption }) => caption.losses);
  return members.reduce<PartRendering>(
    (rendering, { caption, context }) => withSeparateText(rendering, caption.separate, context),
    { drafts: [album], losses, problems },
  );
}

interface Caption {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The words that go as a message of their own. */
  readonly separate: FormattedText | null;
  readonly losses: readonly Loss[];
  readonly isRefused: boolean;
  readonly description: string;
}

function fitCaption(part: MediaPart, { options, partIndex }: RenderContext): Caption {
  const text = part.caption ?? '';
  const entities = toEntities(part.captionFormatting, text.length);
  const none: Caption = { fields: {}, separate: null, losses: [], isRefused: false, description: '' };
  if (text.trim() === '') return none;
  const limits: MediaLimits = capabilities.media[part.kind];
  const isOverlong = text.length > capabilities.caption.maxLength;
  if (limits.takesCaption && !isOverlong) {
    return { ...none, fields: { caption: text, ...entitiesField('caption_entities', entities) } };
  }
  const description = limits.takesCaption
    ? `The caption has ${text.length} characters; Telegram shows at most ${capabilities.caption.maxLength}`
    : `Telegram shows no caption on a ${part.kind}`;
  const isRefused = limits.takesCaption
    ? options.overlongText === 'REFUSE'
    : options.onUnsupported === 'REFUSE';
  const loss: Loss = {
    partIndex,
    code: 'caption-separated',
    description: `${description}: it follows as a message`,
  };
  return {
    fields: {},
    separate: { text, entities },
    losses: [loss],
    isRefused,
    description: `${description}.`,
  };
}

function withSeparateText(
  rendering: PartRendering,
  separate: FormattedText | null,
  context: RenderContext,
): PartRendering {
  if (separate === null) return rendering;
  const text = renderText(separate, context);
  return {
    drafts: [...rendering.drafts, ...text.drafts],
    losses: [...rendering.losses, ...text.losses],
    problems: [...rendering.problems, ...text.problems],
  };
}

/** Telegram finds most of it out by itself, but not before it has the whole film. */
function shapeOf({ kind, durationMs, width, height }: MediaPart): Readonly<Record<string, unknown>> {
  const duration =
    durationMs !== undefined && ['audio', 'voice', 'video', 'video-note', 'animation'].includes(kind)
      ? { duration: Math.round(durationMs / 1000) }
      : {};
  if (kind === 'video-note') return { ...duration, ...(width !== undefined && { length: width }) };
  if (kind !== 'video' && kind !== 'animation') return duration;
  return { ...duration, ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}

/** A `file_id`, a URL that Telegram will fetch, or an upload in a form field of that name. */
export function mediaValue(
  part: Pick<MediaPart, 'kind' | 'source' | 'fileName' | 'mimeType'>,
  field: string,
): { readonly value: string; readonly file: WireFile | null } {
  const { kind, source } = part;
  if (source.from === 'platform') return { value: source.reference, file: null };
  if (source.from === 'url' && isFetchedByTelegram(part, source.url))
    return { value: source.url, file: null };
  const file = {
    field,
    source,
    fileName: part.fileName ?? METHOD[kind][2],
    mimeType: part.mimeType ?? null,
    maxBytes: capabilities.media[kind].maxUploadBytes,
  };
  return { value: `attach://${field}`, file };
}

function isFetchedByTelegram({ kind, mimeType }: Pick<MediaPart, 'kind' | 'mimeType'>, url: string): boolean {
  if (kind === 'video-note') return false;
  if (kind === 'voice') return mimeType === undefined || mimeType.startsWith('audio/ogg');
  if (kind !== 'file') return true;
  return mimeType === undefined ? DOCUMENT_URL.test(url) : DOCUMENT_TYPES.includes(mimeType);
}
