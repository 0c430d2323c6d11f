import type { Loss, MediaLimits } from '../../core/channel/index.ts';
import type { MediaPart } from '../../core/model/part.ts';
import { degraded, problem, shown } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { composeText } from './compose-text.ts';
import { type Draft, draft, type PartRendering, type RenderContext } from './draft.ts';
import { toEntities } from './formatting.ts';
import { entitiesField, renderText } from './render-text.ts';
import type { FormattedText } from './split-text.ts';
import { isTooLarge, MEDIA_METHODS, mediaValue } from './wire-media.ts';

/** Media that may stand in one album: pictures and films together, files among files, audio among audio. */
export function albumClassOf(part: MediaPart): string | null {
  const { kind } = part;
  if (isTooLarge(part)) return null;
  if (kind === 'image' || kind === 'video') return 'visual';
  return kind === 'file' || kind === 'audio' ? kind : null;
}

export function renderMedia(part: MediaPart, context: RenderContext): PartRendering {
  if (isTooLarge(part)) return renderTooLarge(part, context);
  const { partIndex } = context;
  const { operation, field } = MEDIA_METHODS[part.kind];
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

/** A large picture still goes as a file; beyond that, only the way to it. */
function renderTooLarge(part: MediaPart, context: RenderContext): PartRendering {
  const { kind, source, sizeBytes, caption } = part;
  const limit = `Telegram takes at most ${capabilities.media[kind].maxUploadBytes} bytes here, not ${sizeBytes}`;
  const asFile: MediaPart = { ...part, kind: 'file' };
  if (kind === 'image' && !isTooLarge(asFile)) {
    const loss = { code: 'other' as const, description: `${limit}: the picture goes as a file` };
    return degraded(loss, context, () => renderMedia(asFile, context));
  }
  if (source.from !== 'url') return problem(`${limit}.`, context);
  const loss = { code: 'media-as-link' as const, description: `${limit}: a link goes instead` };
  return degraded(loss, context, () =>
    renderText(composeText([{ text: caption ?? '' }, { text: source.url }]), context),
  );
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
        type: MEDIA_METHODS[part.kind].field,
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
