import type { Loss } from '../../core/channel/index.ts';
import type { MediaPart } from '../../core/model/part.ts';
import { degraded, problem, shown, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { formattingLosses, renderText } from './render-text.ts';
import { splitText } from './split-text.ts';
import { refusalOf, toWireMedia, WIRE_TYPE, type WireKind } from './wire-media.ts';

type PartLoss = Omit<Loss, 'partIndex'>;

export function renderMedia(part: MediaPart, context: RenderContext): PartRendering {
  const { kind, losses } = kindOf(part);
  const refusal = refusalOf(kind, part);
  if (refusal !== null) return problem(refusal, context);
  return degraded(losses, context, () => renderFile(kind, part, context));
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
  const file = (caption: { readonly caption?: string }): PartRendering => {
    const content = {
      ...reference,
      ...(kind === 'voice' && { voice: true }),
      ...(kind === 'file' && part.fileName !== undefined && { filename: part.fileName }),
      ...caption,
    };
    return shown([draft(WIRE_TYPE[kind], content, context, files)]);
  };
  const pieces = splitText(part.caption ?? '', part.captionFormatting, capabilities.caption.maxLength);
  const [first, second] = pieces;
  if (first === undefined) return file({});
  if (capabilities.media[kind].takesCaption && second === undefined) {
    return degraded(formattingLosses(pieces), context, () => file({ caption: first.text }));
  }
  return withWordsApart(file({}), kind, part, context);
}

/** What does not fit below the file follows as a message of its own. */
function withWordsApart(
  file: PartRendering,
  kind: WireKind,
  { caption = '', captionFormatting }: MediaPart,
  context: RenderContext,
): PartRendering {
  const { overlongText, onUnsupported } = context.options;
  const isTooLong = capabilities.media[kind].takesCaption;
  const description = isTooLong
    ? `The caption has more than ${capabilities.caption.maxLength} characters`
    : `WhatsApp shows no caption on a ${kind}`;
  if ((isTooLong ? overlongText : onUnsupported) === 'REFUSE') return problem(`${description}.`, context);
  const loss: Loss = {
    partIndex: context.partIndex,
    code: 'caption-separated',
    description: `${description}: it follows as a message`,
  };
  return together([{ ...file, losses: [loss] }, renderText(caption, context, captionFormatting)]);
}
