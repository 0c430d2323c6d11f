import * as z from 'zod';
import type { Part } from '../../core/model/part.ts';
import { Id, Items, optional, Word } from './payload.ts';

const Order = z.object({ catalog_id: optional(Id), text: optional(Word), product_items: Items });
const Amount = optional(z.union([Word, z.number().transform(String)]));
const Product = z.object({
  product_retailer_id: optional(Id),
  quantity: Amount,
  item_price: Amount,
  currency: optional(Word),
});

/**
 * A basket from the catalogue, as a form named `order`: `catalog_id`, then `1.product`, `1.quantity`, `1.price` and
 * `1.currency` for the first item, and so on. The words that came with it are a text of their own.
 */
export function readOrder(value: unknown): readonly Part[] | null {
  const order = Order.safeParse(value);
  if (!order.success) return null;
  const { catalog_id, text, product_items } = order.data;
  const products = product_items.map((item) => Product.safeParse(item)).flatMap(({ data }) => data ?? []);
  const fields = products.flatMap(
    ({ product_retailer_id, quantity, item_price, currency }, index) =>
      [
        [`${index + 1}.product`, product_retailer_id],
        [`${index + 1}.quantity`, quantity],
        [`${index + 1}.price`, item_price],
        [`${index + 1}.currency`, currency],
      ] as const,
  );
  const values = [['catalog_id', catalog_id] as const, ...fields].flatMap(([name, given]) =>
    given === undefined ? [] : [[name, given] as const],
  );
  return [
    { type: 'form-reply', name: 'order', values: Object.fromEntries(values) },
    ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
  ];
}
