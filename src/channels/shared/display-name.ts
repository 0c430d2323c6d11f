import { truncate } from '../../core/model/describe-parts.ts';

/** What a name could use to move, hide or break the words around it: controls, line separators, bidi overrides. */
const DISTURBING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** Zero-width characters and marks alone show nothing. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const MAX_LENGTH = 200;

/**
 * A name to show beside other people's words, out of what a platform calls somebody. Only names are cleaned like
 * this: what people write is kept as they wrote it.
 *
 * @returns undefined when nothing visible is left, so that an earlier, better name stays.
 */
export function displayName(...words: readonly (string | undefined)[]): string | undefined {
  const name = words
    .filter((word) => word !== undefined)
    .join(' ')
    .replace(DISTURBING, '')
    .trim();
  return VISIBLE.test(name) ? truncate(name, MAX_LENGTH) : undefined;
}
