import type { Part } from '../model/part.ts';
import { storableText } from '../model/storable-text.ts';
import { type Placeholder, replacementsFor, snippetReplacements } from './placeholders.ts';
import { replaceInParts, type TextRole } from './replace-in-parts.ts';

/** What can stand for placeholders, by name. */
export type Values = Readonly<Record<string, string>>;

/** Of whom a text speaks. */
export interface Person {
  readonly name: string | null;
  readonly locale: string | null;
  readonly attributes: Values;
}

export type Filled =
  | { readonly kind: 'filled'; readonly parts: readonly Part[] }
  /** Some values are not there, and nothing was said for that case. */
  | { readonly kind: 'missing'; readonly names: readonly string[] };

/** A recipient's own values come first, then the contact's attributes, then what every contact has. */
export function valuesOf({ name, locale, attributes }: Person, own: Values): Values {
  const firstName = name?.trim().split(/\s+/u)[0];
  return {
    ...(name !== null && { name }),
    ...(firstName !== undefined && firstName !== '' && { firstName }),
    ...(locale !== null && { locale }),
    ...attributes,
    ...own,
  };
}

/** Takes in snippets, before anything is filled. A name without a snippet leaves nothing behind; see `checkContent`. */
export function withSnippets(
  parts: readonly Part[],
  textOf: (name: string) => string | null,
): readonly Part[] {
  return replaceInParts(parts, (text) => snippetReplacements(text, (name) => textOf(name) ?? ''));
}

/**
 * Parts for one recipient.
 *
 * @param marks  Characters that the channel reads as formatting; in values they are exchanged for look-alikes, so
 *               that nobody's name turns a text bold.
 */
export function fillParts(parts: readonly Part[], values: Values, marks: string): Filled {
  const missing = new Set<string>();
  const valueFor = ({ name, fallback }: Placeholder): string => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined && value.trim() !== '') return value;
    if (fallback === null) missing.add(name);
    return fallback ?? '';
  };
  const filled = replaceInParts(parts, (text, role) =>
    replacementsFor(text, (placeholder) => escaped(storableText(valueFor(placeholder)), role, text, marks)),
  );
  return missing.size === 0 ? { kind: 'filled', parts: filled } : { kind: 'missing', names: [...missing] };
}

function escaped(value: string, role: TextRole, around: string, marks: string): string {
  if (role === 'payload') return value;
  if (role === 'address') {
    // A whole address stays one; a piece of one may hold nothing that ends it.
    return /^\s*\{\{[^{}]*\}\}\s*$/u.test(around) ? value : encodeURIComponent(value);
  }
  return isAddress(value) ? value : withoutMarks(value, marks);
}

const isAddress = (value: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/iu.test(value) && URL.canParse(value);

const LOOK_ALIKE: Readonly<Record<string, string>> = {
  '*': '\u2217',
  _: '\uff3f',
  '~': '\u223c',
  '`': '\u02cb',
};

/** Within a word the signs mark nothing, and stay: addresses and codes hold them. */
function withoutMarks(value: string, marks: string): string {
  return [...value]
    .map((sign, index, signs) => {
      if (!marks.includes(sign)) return sign;
      const isInside = isWordSign(signs[index - 1]) && isWordSign(signs[index + 1]);
      return isInside ? sign : (LOOK_ALIKE[sign] ?? sign);
    })
    .join('');
}

const isWordSign = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
