export type Segment = { readonly text: string } | { readonly url: string };

const LINK = /https?:\/\/[^\s<>"“”„«»\p{Cc}]+/giu;
/** Ends a sentence, or closes a bracket, rather than an address. */
const TRAILING = new Set(".,;:!?'’…])}*_");

/** A text in its order: words, and the web addresses between them. Blank words are left out. */
export function findLinks(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  const addWords = (end: number) => {
    const words = text.slice(position, end).trim();
    // What is left of a sentence around an address, such as its full stop, is no message.
    if (/[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u.test(words)) segments.push({ text: words });
  };
  for (const match of text.matchAll(LINK)) {
    const url = withoutTrail(match[0]);
    if (!isAddress(url)) continue;
    addWords(match.index);
    segments.push({ url });
    position = match.index + url.length;
  }
  addWords(text.length);
  return segments;
}

/** A closing bracket stays where the address opened one: `/wiki/Lamp_(light)`. */
function withoutTrail(candidate: string): string {
  let end = candidate.length;
  while (end > 0 && TRAILING.has(candidate.charAt(end - 1))) end -= 1;
  const keepsBracket = candidate.charAt(end) === ')' && candidate.slice(0, end).includes('(');
  return candidate.slice(0, keepsBracket ? end + 1 : end);
}

/** Only web addresses open from a rich link. */
export function isAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol) && new URL(url).hostname !== '';
}
