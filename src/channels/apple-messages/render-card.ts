import type { Card, CardPart, ChoicePart } from '../../core/model/part.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { isAddress } from './find-links.ts';
import { renderChoice } from './render-choice.ts';
import { renderLink } from './render-link.ts';
import { renderMedia } from './render-media.ts';
import { renderText } from './render-text.ts';

/** Each card is a rich link; without an address it is a picture with words. What can be chosen follows it. */
export function renderCards({ cards }: CardPart, context: RenderContext): PartRendering {
  const { max } = capabilities.cards;
  if (cards.length > max) return problem(`A message has at most ${max} cards, not ${cards.length}.`, context);
  return together(cards.map((card) => renderCard(card, context)));
}

function renderCard(card: Card, context: RenderContext): PartRendering {
  const { title } = card;
  // A card that leads to one place is that link: the button would lead there too.
  const leading =
    card.url === undefined ? card.options?.find(({ action }) => action === 'open-url') : undefined;
  const options = (card.options ?? []).filter((option) => option !== leading);
  const url = leading?.action === 'open-url' ? leading.url : card.url;
  const face = renderFace({ ...card, ...(url !== undefined && { url }) }, context);
  if (options.length === 0) return face;
  const choice: ChoicePart = { type: 'choice', style: 'buttons', text: title, options };
  return together([face, renderChoice(choice, context)]);
}

function renderFace({ title, subtitle, image, url }: Card, context: RenderContext): PartRendering {
  const words = [title, subtitle].filter(Boolean);
  if (url !== undefined) {
    if (!isAddress(url))
      return problem(`Only web addresses open from Messages, not "${url.slice(0, 100)}".`, context);
    return renderLink({ url, title: words.join(' · '), ...(image !== undefined && { image }) }, context);
  }
  const description = 'A card without an address becomes a message';
  return degraded({ code: 'card-as-text', description }, context, () =>
    image === undefined
      ? renderText(words.join('\n'), context)
      : renderMedia([{ type: 'media', kind: 'image', source: image, caption: words.join('\n') }], [context]),
  );
}
