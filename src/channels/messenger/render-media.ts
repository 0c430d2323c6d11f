import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { degraded, type PartLoss, problem, shown, together } from '../shared/part-rendering.ts';
import { capabilities, limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { renderText } from './render-text.ts';
import { addressFor, refusalOf, toWireMedia, type WireKind } from './wire-media.ts';

/** What Messenger has no kind for is shown as the nearest. */
const SHOWN_AS: Readonly<Record<MediaKind, WireKind>> = {
  image: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  'video-note': 'video',
  animation: 'image',
  file: 'file',
  sticker: 'image',
};

export function renderMedia(part: MediaPart, context: RenderContext): PartRendering {
  const { kind, losses } = kindOf(part);
  const refusal = refusalOf(kind, part);
  if (refusal !== null) return problem(refusal, context);
  return degraded(losses, context, () => withCaption(renderFile(kind, part, context), part, context));
}

function kindOf({ kind, mimeType, source, sizeBytes }: MediaPart): {
  readonly kind: WireKind;
  readonly losses: readonly PartLoss[];
} {
  if (kind === 'video-note') return shownAs('video', 'The round video is shown as a rectangular one');
  if (kind === 'sticker') return shownAs('image', 'The sticker is shown as a picture');
  if (kind === 'animation' && mimeType?.startsWith('video/') === true) {
    return shownAs('video', 'The animation is shown as a video');
  }
  const isFetchable = (sizeBytes ?? 0) <= capabilities.media.image.maxUrlBytes || addressFor(source) === null;
  if (SHOWN_AS[kind] === 'image' && !isFetchable) {
    return shownAs('file', 'The picture is larger than Messenger fetches: it goes as a file');
  }
  return { kind: SHOWN_AS[kind], losses: [] };
}

const shownAs = (kind: WireKind, description: string) => ({
  kind,
  losses: [{ code: 'other' as const, description }],
});

function renderFile(kind: WireKind, part: MediaPart, context: RenderContext): PartRendering {
  const { payload, files } = toWireMedia(kind, part);
  const cost = kind === 'audio' || kind === 'video' ? limits.filmCost : 1;
  return shown([draft({ attachment: { type: kind, payload } }, context, { files, cost })]);
}

/** A message has a file or words: the words come after. */
function withCaption(
  file: PartRendering,
  { caption, captionFormatting }: MediaPart,
  context: RenderContext,
): PartRendering {
  if (caption === undefined || caption.trim() === '') return file;
  const loss: PartLoss = {
    code: 'caption-separated',
    description: 'Messenger shows no words with a file: they follow as a message',
  };
  return degraded([loss], context, () => together([file, renderText(caption, context, captionFormatting)]));
}
