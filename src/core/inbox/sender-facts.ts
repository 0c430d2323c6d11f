import type { SenderFacts } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { IdentityFacts } from '../store/intake-identities.ts';

/** Whom a platform names, as the store takes it. */
export function toIdentityFacts(sender: SenderFacts): IdentityFacts {
  return {
    externalId: storableText(sender.externalId),
    aliases: (sender.aliases ?? []).map(storableText),
    kind: sender.identityKind ?? 'PERSON',
    displayName: textOrNull(sender.displayName),
    username: textOrNull(sender.username),
    locale: textOrNull(sender.locale),
    country: textOrNull(sender.country),
    deviceFeatures: sender.deviceFeatures?.map(storableText) ?? null,
  };
}

export const textOrNull = (text: string | undefined): string | null =>
  text === undefined ? null : storableText(text);
