/** WhatsApp refuses fields of nothing but white space: they count as absent. */
export function visibleWords(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}
