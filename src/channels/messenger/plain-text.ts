import type { Formatting } from '../../core/model/part.ts';

export interface PlainText {
  readonly text: string;
  /** Whether something was shown in another way that is not shown now. */
  readonly hasLosses: boolean;
}

/** Messenger shows no formatting. A link keeps its address, behind the words that it stood under. */
export function toPlainText(text: string, formatting: readonly Formatting[] = []): PlainText {
  const links = formatting
    .filter(({ style }) => style === 'link')
    .flatMap(({ url, offset, length }) => {
      const end = Math.min(offset + length, text.length);
      const isShown = url === undefined || text.slice(offset, end).includes(url);
      return isShown ? [] : [{ url, end }];
    })
    .sort((one, other) => other.end - one.end);
  const withLinks = links.reduce(
    (words, { url, end }) => `${words.slice(0, end)} (${url})${words.slice(end)}`,
    text,
  );
  return { text: withLinks, hasLosses: formatting.length > 0 };
}
