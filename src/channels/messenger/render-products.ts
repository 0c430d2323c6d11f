import type { Card, CatalogProduct } from '../../core/model/part.ts';
import { shown } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';

/**
 * Articles of the Page's catalogue, which Messenger shows with their own picture, name and price. Null: the cards are
 * not of that kind alone, and are shown as they are written.
 */
export function renderProducts(cards: readonly Card[], context: RenderContext): PartRendering | null {
  const articles = cards.filter(isArticle);
  if (articles.length === 0 || articles.length < cards.length || articles.length > limits.elements)
    return null;
  const elements = articles.map(({ product }) => ({ id: product.productId }));
  const payload = { template_type: 'product', elements };
  return shown([draft({ attachment: { type: 'template', payload } }, context)]);
}

/** What a card has to tap is not shown beside an article: such a card stays a card. */
function isArticle(card: Card): card is Card & { readonly product: CatalogProduct } {
  return card.product !== undefined && (card.options ?? []).length === 0;
}
