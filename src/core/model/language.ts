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

/** How closely a language serves a locale; null: not at all. */
export function languageFit(language: string | null, locale: string | null): number | null {
  if (language === null) return 0;
  const wanted = language.toLowerCase();
  const spoken = (locale ?? '').replaceAll('_', '-').toLowerCase();
  return spoken === wanted || spoken.startsWith(`${wanted}-`) ? wanted.length : null;
}
