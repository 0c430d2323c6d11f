import type { Formatting } from '../../core/model/part.ts';
import { degraded, type PartLoss, problem, shown } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { toPlainText } from './plain-text.ts';
import { splitText } from './split-text.ts';

/** Words as one message, or several where they are too long for one. */
export function renderText(
  text: string,
  context: RenderContext,
  formatting?: readonly Formatting[],
): PartRendering {
  const plain = toPlainText(text, formatting);
  return degraded(formattingLosses(plain), context, () =>
    renderPieces(plain.text, capabilities.text.maxLength, context, (piece) => ({ text: piece })),
  );
}

export function formattingLosses({ hasLosses }: { readonly hasLosses: boolean }): readonly PartLoss[] {
  return hasLosses
    ? [{ code: 'formatting-dropped', description: 'Messenger shows no formatting: the words stand plain' }]
    : [];
}

/**
 * Words whose last piece is something more than a text: a question with its buttons.
 *
 * @param maxLength  Of the last piece; those before it are texts and may be longer, but are not, so that the cuts
 *                   fall at good places.
 */
export function renderPieces(
  text: string,
  maxLength: number,
  context: RenderContext,
  toLast: (piece: string) => Readonly<Record<string, unknown>>,
): PartRendering {
  const pieces = splitText(text, maxLength);
  const last = pieces.at(-1);
  if (last === undefined) return problem('Messenger takes no text without a visible character.', context);
  if (pieces.length > 1 && context.options.overlongText === 'REFUSE') {
    return problem(
      `The text has ${text.length} characters; Messenger takes at most ${maxLength} here.`,
      context,
    );
  }
  const { partIndex } = context;
  const contents = [...pieces.slice(0, -1).map((piece) => ({ text: piece })), toLast(last)];
  const drafts = contents.map((content) => draft(content, context));
  if (drafts.length === 1) return shown(drafts);
  return shown(drafts, [{ partIndex, code: 'text-split', description: `Sent as ${drafts.length} messages` }]);
}
