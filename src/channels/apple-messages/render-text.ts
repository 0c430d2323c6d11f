import type { TextPart } from '../../core/model/part.ts';
import { problem, together, withLoss } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';
import { findLinks, isAddress } from './find-links.ts';
import { ATTACHMENT_MARK } from './parse-attachments.ts';
import { renderLink } from './render-link.ts';
import { splitText } from './split-text.ts';

/** Words as the author wrote them; what stood behind linked words follows as a rich link. */
export function renderTextPart({ text, formatting = [] }: TextPart, context: RenderContext): PartRendering {
  const hidden = formatting.flatMap(({ style, offset, length, url }) =>
    style === 'link' && url !== undefined && isAddress(url)
      ? [renderLink({ url, title: text.slice(offset, offset + length) }, context)]
      : [],
  );
  const rendering = together([renderText(text, context), ...hidden]);
  if (formatting.length === 0) return rendering;
  if (context.options.onUnsupported === 'REFUSE') return problem('Apple shows plain text only.', context);
  const description = 'Apple shows plain text only';
  return withLoss(rendering, { code: 'formatting-dropped', description }, context);
}

/**
 * Apple wants every address as a rich link of its own, so a text with addresses becomes several messages in its
 * order. So does one that is too long.
 */
export function renderText(text: string, context: RenderContext): PartRendering {
  const { maxLength } = capabilities.text;
  const words = text.replaceAll(ATTACHMENT_MARK, '');
  const segments = findLinks(words);
  if (segments.length === 0) return renderWithoutLetters(words, context);
  const isOverlong = segments.some((segment) => 'text' in segment && segment.text.length > maxLength);
  if (isOverlong && context.options.overlongText === 'REFUSE') {
    return problem(
      `The text has ${text.length} characters; we send at most ${maxLength} in one message.`,
      context,
    );
  }
  const rendering = together(
    segments.flatMap((segment) =>
      'url' in segment
        ? [renderLink({ url: segment.url }, context)]
        : splitText(segment.text, maxLength).map((body) => shown(() => ({ type: 'text', body }), context)),
    ),
  );
  const { length } = rendering.drafts;
  if (length === 1) return rendering;
  return withLoss(rendering, { code: 'text-split', description: `Sent as ${length} messages` }, context);
}

/** A question mark is a message too; blanks are none. */
function renderWithoutLetters(text: string, context: RenderContext): PartRendering {
  const body = text.trim();
  if (body === '') return problem('There is nothing to read in this text.', context);
  return shown(() => ({ type: 'text', body }), context);
}
