import type { ReferralFacts } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { madeKey } from './keys.ts';
import type { EventContext } from './parse-event.ts';
import { Referral } from './payload.ts';

/** What we call Meta's sources; others keep their own word. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['SHORTLINK', 'deep-link'],
  ['ADS', 'ad'],
]);

/**
 * Somebody who has written before came by a link or an ad, and has not written anything (yet). The link opens the
 * window at once, the ad with the message that follows.
 */
export function readReferral(value: unknown, { contactId, occurredAt }: EventContext): Reading {
  const referral = Referral.safeParse(value);
  if (!referral.success) return notUnderstood(label('referral', 'malformed'));
  if (contactId === null) return notUnderstood(label('referral', 'nobody'));
  const facts = toReferral(referral.data);
  return understood([
    {
      kind: 'referral',
      externalId: madeKey('referral', contactId, String(occurredAt?.getTime()), facts.source, facts.ref),
      sender: { externalId: contactId },
      referral: facts,
      occurredAt,
      ...(facts.source === 'deep-link' && { opensWindow: true }),
    },
  ]);
}

export function toReferral(referral: Referral): ReferralFacts {
  const { ref, source, ad_id, referer_uri, ads_context_data = {}, product } = referral;
  const context = Object.entries(ads_context_data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const details = {
    ...Object.fromEntries(context),
    ...omitUndefined({ ad_id, referer_uri, product_id: product?.id }),
  };
  const hasDetails = Object.keys(details).length > 0;
  return omitUndefined({
    ref: ref ?? '',
    source: sourceOf(source, product !== undefined),
    details: hasDetails ? details : undefined,
  });
}

function sourceOf(source: string | undefined, isAboutProduct: boolean): string {
  if (source !== undefined) return SOURCES.get(source) ?? source;
  return isAboutProduct ? 'product' : 'unknown';
}
