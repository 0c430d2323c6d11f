import type { Card, CatalogProduct } from '../../core/model/part.ts';
import { degraded, shown } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { shorten } from './interactive.ts';
import { visibleWords } from './visible-words.ts';

type Article = Card & { readonly product: CatalogProduct };

/**
 * Articles of one catalogue as WhatsApp shows them, with picture and price out of the catalogue; the words of the
 * cards stand above. Null: the cards are not of that kind alone, and are shown as they are written.
 */
export function renderProducts(cards: readonly Card[], context: RenderContext): PartRendering | null {
  const articles = cards.filter(isArticle);
  const [first] = articles;
  const words = cards.map(wordsOf).filter((line) => visibleWords(line) !== undefined);
  const isOneKind =
    articles.length === cards.length &&
    articles.length <= limits.products &&
    articles.every(({ product }) => product.catalogId === first?.product.catalogId);
  if (first === undefined || !isOneKind || words.length === 0) return null;
  return articles.length === 1
    ? renderProduct(first.product, words.join('\n'), context)
    : renderList(articles, words, context);
}

/** What a card has to tap is not shown beside an article: such a card stays a card. */
function isArticle(card: Card): card is Article {
  return card.product !== undefined && (card.options ?? []).length === 0;
}

function wordsOf({ title, subtitle }: Card): string {
  return [title, subtitle].filter((line) => visibleWords(line) !== undefined).join(': ');
}

function renderProduct(
  { catalogId, productId }: CatalogProduct,
  words: string,
  context: RenderContext,
): PartRendering {
  const body = shorten(words, limits.interactiveBody, 'The text above the article');
  const action = { catalog_id: catalogId, product_retailer_id: productId };
  return degraded(body.losses, context, () =>
    shown([draft('interactive', { type: 'product', body: { text: body.text }, action }, context)]),
  );
}

/** WhatsApp wants a heading here: the first article's. */
function renderList(
  articles: readonly Article[],
  words: readonly string[],
  context: RenderContext,
): PartRendering {
  const [heading = ''] = words;
  const header = shorten(heading, limits.interactiveHeader, 'The heading of the articles');
  const body = shorten(words.join('\n'), limits.interactiveBody, 'The text above the articles');
  const action = {
    catalog_id: articles[0]?.product.catalogId,
    sections: [
      {
        title: shorten(heading, limits.sectionTitle, 'The title of the articles').text,
        product_items: articles.map(({ product }) => ({ product_retailer_id: product.productId })),
      },
    ],
  };
  const content = {
    type: 'product_list',
    header: { type: 'text', text: header.text },
    body: { text: body.text },
    action,
  };
  return degraded([...header.losses, ...body.losses], context, () =>
    shown([draft('interactive', content, context)]),
  );
}
