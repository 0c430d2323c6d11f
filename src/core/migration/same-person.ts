import type { ArrivalHint } from '../model/migration.ts';

export interface Likeness {
  /** Telephone numbers of each side, where its platform tells them. */
  readonly numbers: readonly [known: readonly string[], arrived: readonly string[]];
  readonly names: readonly [known: string | null, arrived: string | null];
}

/**
 * What the person who opened a link shows of being the one that it was made for. A name alone proves little, but
 * with the link in hand it is what a clerk would go by; two different names are a reason to ask first.
 */
export function likeness({ numbers: [known, arrived], names: [name, other] }: Likeness): ArrivalHint {
  const numbers = new Set(known.map(digitsOf));
  if (arrived.some((number) => numbers.has(digitsOf(number)))) return 'NUMBER';
  const one = wordsOf(name);
  const two = wordsOf(other);
  if (one.length === 0 || two.length === 0) return 'NONE';
  const [fewer, more] = one.length <= two.length ? [one, two] : [two, one];
  return fewer.every((word) => more.includes(word)) ? 'NAME' : 'DIFFERENT';
}

const digitsOf = (number: string): string => number.replace('+', '');

/** "Dr. Ada LOVELACE" and "ada lovelace" share their words; accents and what is no letter do not count. */
const wordsOf = (name: string | null): readonly string[] =>
  (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);
