import type { Loss } from '../../core/channel/index.ts';
import type { MediaPart } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';
import {
  degradedBy,
  draft,
  type PartRendering,
  problem,
  type RenderContext,
  shown,
  together,
} from './draft.ts';
import { formattingLosses, renderText } from './render-text.ts';
import { splitText } from './split-text.ts';
import { refusalOf, toWireMedia, WIRE_TYPE, type WireKind } from './wire-media.ts';

type PartLoss = Omit<Loss, 'partIndex'>;

export function renderMedia(part: MediaPart, context: RenderContext): PartRendering {
  const { kind, losses } = kindOf(part);
  const refusal = refusalOf(kind, part);
  if (refusal !== null) return problem(refusal, context);
  return degradedBy(losses, context, () => renderFile(kind, part, context));
}

/** What WhatsApp has no kind for is shown as the nearest. */
function kindOf({ kind, mimeType }: MediaPart): { kind: WireKind; losses: readonly PartLoss[] } {
  const shownAs = (shownKind: WireKind, description: string) => ({
    kind: shownKind,
    losses: [{ code: 'other' as const, description }],
  });
  if (kind === 'video-note') return shownAs('video', 'The round video is shown as a rectangular one');
  if (kind === 'animation') return shownAs('video', 'The animation is shown as a video');
  if (kind === 'voice' && mimeType !== undefined && refusalOf('voice', { mimeType }) !== null) {
    return shownAs('audio', 'The voice message is shown as an audio file: only Ogg files are voice messages');
  }
  return { kind, losses: [] };
}

function renderFile(kind: WireKind, part: MediaPart, context: RenderContext): PartRendering {
  const { reference, files } = toWireMedia(kind, part);
  const caption = fitCaption(kind, part, context);
  if (caption.refusal !== null) return problem(caption.refusal, context);
  const content = {
    ...reference,
    ...(kind === 'voice' && { voice: true }),
    ...(kind === 'file' && part.fileName !== undefined && { filename: part.fileName }),
    ...caption.fields,
  };
  const file = shown([draft(WIRE_TYPE[kind], content, context, files)], caption.losses);
  if (caption.isSeparate) {
    return together([file, renderText(part.caption ?? '', context, part.captionFormatting)]);
  }
  return file;
}

interface Caption {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The words go as a message of their own. */
  readonly isSeparate: boolean;
  readonly losses: readonly Loss[];
  readonly refusal: string | null;
}

function fitCaption(kind: WireKind, part: MediaPart, { message, partIndex }: RenderContext): Caption {
  const { maxLength } = capabilities.caption;
  const none: Caption = { fields: {}, isSeparate: false, losses: [], refusal: null };
  const pieces = splitText(part.caption ?? '', part.captionFormatting, maxLength);
  const [first, second] = pieces;
  if (first === undefined) return none;
  const { takesCaption } = capabilities.media[kind];
  if (takesCaption && second === undefined) {
    const losses = formattingLosses(pieces).map((loss) => ({ ...loss, partIndex }));
    return { ...none, fields: { caption: first.text }, losses };
  }
  const description = takesCaption
    ? `The caption has more than ${maxLength} characters`
    : `WhatsApp shows no caption on a ${kind}`;
  const isRefused = takesCaption
    ? message.options.overlongText === 'REFUSE'
    : message.options.onUnsupported === 'REFUSE';
  if (isRefused) return { ...none, refusal: `${description}.` };
  const loss: Loss = {
    partIndex,
    code: 'caption-separated',
    description: `${description}: it follows as a message`,
  };
  return { ...none, isSeparate: true, losses: [loss] };
}
