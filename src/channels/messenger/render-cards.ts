import type { Card, CardPart, MediaSource } from '../../core/model/part.ts';
import { degraded, type PartLoss, problem, shown, together } from '../shared/part-rendering.ts';
import { shorten, toButtons } from './buttons.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { numbered } from './render-choice.ts';
import { renderMedia } from './render-media.ts';
import { renderProducts } from './render-products.ts';
import { renderText } from './render-text.ts';
import { addressFor, toWireMedia } from './wire-media.ts';

type Element = Readonly<Record<string, unknown>>;

/** What one card can be. Elements that follow each other stand in one row. */
type CardRendering =
  | { readonly kind: 'element'; readonly element: Element; readonly losses: readonly PartLoss[] }
  | { readonly kind: 'apart'; readonly rendering: PartRendering };

export function renderCards({ cards }: CardPart, context: RenderContext): PartRendering {
  return renderProducts(cards, context) ?? renderRows(cards, context);
}

function renderRows(cards: readonly Card[], context: RenderContext): PartRendering {
  const renderings: PartRendering[] = [];
  let row: Extract<CardRendering, { kind: 'element' }>[] = [];
  const closeRow = () => {
    if (row.length > 0) renderings.push(renderRow(row, context));
    row = [];
  };
  for (const card of cards) {
    const rendering = renderCard(card, context);
    if (rendering.kind === 'element' && row.length < limits.elements) {
      row.push(rendering);
      continue;
    }
    closeRow();
    if (rendering.kind === 'element') row.push(rendering);
    else renderings.push(rendering.rendering);
  }
  closeRow();
  if (cards.length <= 1 || renderings.length === 1) return together(renderings);
  const loss: PartLoss = { code: 'other', description: 'The cards stand in several messages' };
  return degraded([loss], context, () => together(renderings));
}

function renderRow(
  row: readonly Extract<CardRendering, { kind: 'element' }>[],
  context: RenderContext,
): PartRendering {
  const losses = row.flatMap((card) => card.losses);
  const payload = { template_type: 'generic', elements: row.map(({ element }) => element) };
  return degraded(losses, context, () =>
    shown([draft({ attachment: { type: 'template', payload } }, context)]),
  );
}

/** An element wants its picture at a public address and, besides the title, something more. */
function renderCard(card: Card, context: RenderContext): CardRendering {
  const { title, subtitle, image, url, options = [] } = card;
  if (!hasWords(title)) return apart(problem('A card needs a title that shows something.', context));
  const buttons = toButtons(options);
  if (buttons.kind === 'wrong') return apart(problem(buttons.problem, context));
  if (buttons.kind === 'impossible') return apart(renderAsLines(card, buttons.reason, context));
  const imageUrl = image === undefined ? null : addressFor(image);
  if (image !== undefined && imageUrl === null) {
    return apart(renderUploaded(card, image, buttons.wire, buttons.losses, context));
  }
  const hasMore = imageUrl !== null || url !== undefined || options.length > 0 || hasWords(subtitle);
  if (!hasMore) return apart(renderText(title, context));
  return {
    kind: 'element',
    element: {
      title: shorten(title, limits.elementTitle),
      ...(hasWords(subtitle) && { subtitle: shorten(subtitle, limits.elementSubtitle) }),
      ...(imageUrl !== null && { image_url: imageUrl }),
      ...(url !== undefined && { default_action: { type: 'web_url', url } }),
      ...(buttons.wire.length > 0 && { buttons: buttons.wire }),
    },
    losses: [
      ...shortening('title', title, limits.elementTitle),
      ...shortening('subtitle', subtitle ?? '', limits.elementSubtitle),
      ...buttons.losses,
    ],
  };
}

const apart = (rendering: PartRendering): CardRendering => ({ kind: 'apart', rendering });

function hasWords(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function shortening(name: string, text: string, maxLength: number): readonly PartLoss[] {
  if (text.length <= maxLength) return [];
  return [
    { code: 'shortened', description: `The ${name} of a card is shortened to ${maxLength} characters` },
  ];
}

/** A picture of ours goes up as an attachment, which stands in a media template and never in a row. */
function renderUploaded(
  { title, subtitle, url }: Card,
  image: MediaSource,
  buttons: readonly Readonly<Record<string, string>>[],
  further: readonly PartLoss[],
  context: RenderContext,
): PartRendering {
  const loss: PartLoss = {
    code: 'card-as-text',
    description: 'The picture of a card is uploaded, so its words stand above it',
  };
  const words = [title, subtitle, url].filter(hasWords).join('\n');
  return degraded([loss, ...further], context, () => {
    const { payload, files } = toWireMedia('image', { source: image });
    const element = {
      media_type: 'image',
      ...payload,
      ...(buttons.length > 0 && { buttons }),
    };
    const media = {
      attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
    };
    return together([renderText(words, context), shown([draft(media, context, { files })])]);
  });
}

function renderAsLines(
  { title, subtitle, image, url, options = [] }: Card,
  reason: string,
  context: RenderContext,
): PartRendering {
  const loss: PartLoss = {
    code: 'choice-as-text',
    description: `${reason}: the options of a card become numbered lines`,
  };
  const words = [title, subtitle, url, ...numbered(options)].filter(hasWords).join('\n');
  return degraded([loss], context, () =>
    together([
      ...(image === undefined ? [] : [renderMedia({ type: 'media', kind: 'image', source: image }, context)]),
      renderText(words, context),
    ]),
  );
}
