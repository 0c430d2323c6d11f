import type { ContentVariant } from '../model/campaign.ts';

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

/** The text of a language, or else the one for all. */
export function inLanguage(
  texts: Readonly<Record<string, string>>,
  locale: string | null,
  otherwise: string,
): string {
  const best = Object.entries(texts)
    .map(([language, text]) => ({ text, fit: languageFit(language, locale) ?? 0 }))
    .filter(({ fit }) => fit > 0)
    .toSorted((one, other) => other.fit - one.fit)[0];
  return best?.text ?? otherwise;
}

const OTHER_LANGUAGE = -1;

/** How closely a language serves a locale; null: not at all. */
function languageFit(language: string | null, locale: string | null): number | null {
  if (language === null) return 0;
  const wanted = language.toLowerCase();
  const spoken = (locale ?? '').replaceAll('_', '-').toLowerCase();
  return spoken === wanted || spoken.startsWith(`${wanted}-`) ? wanted.length : null;
}
