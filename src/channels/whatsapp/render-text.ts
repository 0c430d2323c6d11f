import type { Formatting } from '../../core/model/part.ts';
import { degraded, problem, shown } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { isOn } from './settings.ts';
import { splitText } from './split-text.ts';

const LINK = /https?:\/\/\S/iu;

/** Words as one message, or several where they are too long for one. */
export function renderText(
  text: string,
  context: RenderContext,
  formatting?: readonly Formatting[],
): PartRendering {
  const { maxLength } = capabilities.text;
  const pieces = splitText(text, formatting, maxLength);
  if (pieces.length === 0) return problem('WhatsApp takes no text without a visible character.', context);
  if (pieces.length > 1 && context.options.overlongText === 'REFUSE') {
    return problem(
      `The text has ${text.length} characters; WhatsApp shows at most ${maxLength} in one message.`,
      context,
    );
  }
  const drafts = pieces.map((piece) => draft('text', toTextContent(piece.text, context), context));
  const { partIndex } = context;
  const split =
    pieces.length > 1
      ? [{ partIndex, code: 'text-split' as const, description: `Sent as ${pieces.length} messages` }]
      : [];
  return degraded(formattingLosses(pieces), context, () => shown(drafts, split));
}

export function formattingLosses(pieces: readonly { readonly hasLosses: boolean }[]) {
  return pieces.some(({ hasLosses }) => hasLosses)
    ? [{ code: 'formatting-dropped' as const, description: 'Some formatting is not shown' }]
    : [];
}

/** A preview is asked for or declined only where there is a link. */
function toTextContent(body: string, { message }: RenderContext): Readonly<Record<string, unknown>> {
  return LINK.test(body) ? { body, preview_url: isOn(message.settings, 'linkPreviews') } : { body };
}
