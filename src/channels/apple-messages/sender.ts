import { createHash } from 'node:crypto';
import type { SenderFacts } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import type { Feature } from './features.ts';
import type { Envelope } from './payload.ts';

/** Apple reveals no name, number or address: only an opaque id, one for each customer of a business. */
export function senderOf({ sourceId, locale, headers }: Envelope): SenderFacts {
  return omitUndefined({
    externalId: sourceId,
    displayName: pseudonymOf(sourceId),
    locale: locale === undefined ? undefined : toLanguageTag(locale),
    deviceFeatures: readFeatures(headers),
  });
}

/** Something to tell two customers apart by, the same for the same customer for ever. */
function pseudonymOf(sourceId: string): string {
  const digest = createHash('sha256').update(sourceId).digest('hex');
  return `Apple customer ${digest.slice(0, 6).toUpperCase()}`;
}

/** `fr_CA` is `fr-CA` everywhere else. */
function toLanguageTag(locale: string): string {
  return locale.replaceAll('_', '-').slice(0, 35);
}

/** iPhones and iPads, which alone open apps within a conversation. */
const OPENS_APPS = /^(?:iphone|ipad)/iu;

/** `QUICK,LIST`, in any case; commas are escaped where somebody passed it on. Undefined: nothing was told. */
function readFeatures(headers: Envelope['headers']): readonly string[] | undefined {
  const { 'capability-list': list, 'device-agent': device = '' } = headers ?? {};
  if (list === undefined) return undefined;
  const words = list
    .replaceAll(/%2c/giu, ',')
    .split(',')
    .map((word) => word.trim().toUpperCase())
    .filter((word) => /^[A-Z0-9_-]{1,40}$/u.test(word));
  const apps: readonly Feature[] = OPENS_APPS.test(device.trim()) ? ['APP'] : [];
  return [...new Set([...words, ...apps])].sort();
}
