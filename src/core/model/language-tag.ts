/** A BCP 47 tag in lower case, as contacts carry it (`pt-br`); underscores are taken for hyphens. Null: it is none. */
export function readLanguageTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0]?.toLowerCase() ?? null;
  } catch {
    return null;
  }
}
