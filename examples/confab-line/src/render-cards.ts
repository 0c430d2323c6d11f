import type { Card, CardPart, OutboundMessage } from 'confab/channel';
import { toAction } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { asText, type PartRendering, shown } from './render-part.ts';

/** "Carousel template", column object. */
const COLUMN = { maxTitleLength: 40, maxTextLength: 60, maxActions: 3 };

/** Columns to swipe through, where LINE takes them all; else text. */
export function renderCards({ cards }: CardPart, options: OutboundMessage['options']): PartRendering {
  const columns = cards.map(toColumn).filter((column) => column !== null);
  const isWhole = columns.length === cards.length && columns.length <= capabilities.cards.max;
  // LINE wants the same number of actions under each column.
  const isEven = new Set(columns.map(({ actions }) => actions.length)).size === 1;
  if (isWhole && isEven) {
    const altText = cards
      .map(({ title }) => title)
      .join(', ')
      .slice(0, 400);
    return shown({ type: 'template', altText, template: { type: 'carousel', columns } });
  }
  const lines = cards.flatMap(({ title, subtitle = '', url = '' }) => [title, subtitle, url].filter(Boolean));
  return asText('card-as-text', lines, options);
}

function toColumn({ title, subtitle, image, url, options = [] }: Card) {
  const wanted = options.length === 0 && url !== undefined ? [linkTo(url)] : options;
  const actions = wanted.map(toAction).filter((action) => action !== null);
  const picture = image?.from === 'url' ? { thumbnailImageUrl: image.url } : {};
  const fits =
    title.length <= COLUMN.maxTitleLength &&
    (subtitle ?? title).length <= COLUMN.maxTextLength &&
    actions.length === wanted.length &&
    actions.length >= 1 &&
    actions.length <= COLUMN.maxActions &&
    !actions.some(({ type }) => type === 'location') &&
    (image === undefined || image.from === 'url');
  return fits ? { ...picture, title, text: subtitle ?? title, actions } : null;
}

const linkTo = (url: string) => ({ action: 'open-url', title: 'Open', url }) as const;
