import { storableText } from './storable-text.ts';

const MAX_LENGTH = 200;

/** What is wrong with a name that {@link readName} does not take. */
export const NAME_RULE = 'A name has 1 to 200 characters.';

/** A name that somebody gave to something of ours, storable and without spaces around it; null: see {@link NAME_RULE}. */
export function readName(text: string): string | null {
  const name = storableText(text).trim();
  return name === '' || name.length > MAX_LENGTH ? null : name;
}
