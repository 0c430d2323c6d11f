import type { ReferralFacts } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readDeepLinkRef } from './deep-link.ts';
import { Fields, Id, type Message, optional, Word } from './payload.ts';

const KNOWN = Fields.transform((fields) => ({
  id: optional(Id).parse(fields.source_id),
  click: optional(Word).parse(fields.ctwa_clid),
  url: optional(Word).parse(fields.source_url),
  type: optional(Word).parse(fields.source_type),
}));

/**
 * How the contact came to write this: an ad or post, a link of ours, or a product's page. An ad is named by its own
 * id; which click it was stands in the details.
 */
export function readReferral(
  { referral, context }: Pick<Message, 'referral' | 'context'>,
  parts: readonly Part[],
): ReferralFacts | undefined {
  if (referral !== undefined) return readAd(referral);
  const ref = parts[0]?.type === 'text' ? readDeepLinkRef(parts[0].text) : null;
  if (ref !== null) return { ref, source: 'deep-link' };
  const product = context?.referred_product;
  if (product?.product_retailer_id === undefined) return undefined;
  return omitUndefined({
    ref: product.product_retailer_id,
    source: 'product',
    details: product.catalog_id === undefined ? undefined : { catalog_id: product.catalog_id },
  });
}

function readAd(fields: Fields): ReferralFacts {
  const { id, click, url, type } = KNOWN.parse(fields);
  const welcome = Fields.safeParse(fields.welcome_message).data?.text;
  const details = Object.entries({ ...fields, welcome_message: welcome }).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  );
  return { ref: id ?? click ?? url ?? '', source: type ?? 'ad', details: Object.fromEntries(details) };
}
