/**
 * PostgreSQL's text holds no U+0000 and no unpaired surrogate. Both are replaced by U+FFFD, so that the
 * reader sees that something stood there. Length in UTF-16 units stays the same: offsets still fit.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** The same for every string, keys included, in a JSON-like value. Returns the value itself when nothing changed. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T;
  if (Array.isArray(value)) {
    const copy = value.map(storableJson);
    return copy.some((item, index) => item !== value[index]) ? (copy as T) : value;
  }
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    const entries = Object.entries(value);
    const copy = entries.map(([key, item]) => [storableText(key), storableJson(item)] as const);
    const changed = copy.some(
      ([key, item], index) => key !== entries[index]?.[0] || item !== entries[index]?.[1],
    );
    return changed ? (Object.fromEntries(copy) as T) : value;
  }
  return value;
}
