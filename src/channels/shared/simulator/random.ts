/** Chance that can be replayed: the same seed gives the same ids, dice and orders. */
export interface Random {
  /** A whole number, both ends included. */
  integer(min: number, max: number): number;
  /** So many characters of an alphabet. */
  characters(alphabet: string, count: number): string;
}

export const DIGITS = '0123456789';
export const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** A small generator (xorshift with 32 bits of state): good for tests and never for secrets. */
export function createRandom(seed: number): Random {
  // State 0 would stay 0 for ever; multiplying spreads neighbouring seeds apart.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0 || 1;

  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1));
  }

  return {
    integer,
    characters: (alphabet, count) =>
      Array.from({ length: count }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join(''),
  };
}
