import type { ContentVariant } from '../model/campaign.ts';
import { languageFit } from '../model/language.ts';

/**
 * The variant for one channel and language: the channel counts more than the language, and `de` serves `de-AT`
 * where that has none of its own. Whose language has none gets the one for all languages, else the first.
 * Null: nothing was written for this channel.
 */
export function chooseVariant(
  content: readonly ContentVariant[],
  channel: string,
  locale: string | null,
): ContentVariant | null {
  const fitting = content.flatMap((variant) => {
    if (variant.channel !== null && variant.channel !== channel) return [];
    const language = languageFit(variant.language, locale) ?? OTHER_LANGUAGE;
    return [{ variant, fit: (variant.channel === null ? 0 : 1_000) + language }];
  });
  return fitting.toSorted((one, other) => other.fit - one.fit)[0]?.variant ?? null;
}

const OTHER_LANGUAGE = -1;
