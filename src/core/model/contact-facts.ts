import { readLanguageTag } from './language-tag.ts';
import { NAME_RULE, readName } from './name.ts';
import { type ValidationFailed, validationFailed } from './result.ts';
import { storableText } from './storable-text.ts';
import { isTimeZone } from './time-zone.ts';

const MAX_ATTRIBUTES = 50;
const MAX_ATTRIBUTE_NAME = 100;
const MAX_ATTRIBUTE_VALUE = 1_000;
const MAX_TAG = 50;
/** Of one contact. */
export const MAX_TAGS = 100;

/** What a colleague may say about a contact. Absent: stays as it is. Null: is forgotten. */
export interface ContactFacts {
  readonly name?: string | null;
  /** BCP 47. */
  readonly locale?: string | null;
  /** IANA name. */
  readonly timeZone?: string | null;
  /** Those that are named; the contact's others stay. */
  readonly attributes?: readonly { readonly name: string; readonly value: string | null }[];
}

/** The same, storable and in the spelling that everything here uses, or what is wrong with it. */
export function readContactFacts(facts: ContactFacts): ContactFacts | ValidationFailed {
  const name = typeof facts.name === 'string' ? readName(facts.name) : null;
  if (typeof facts.name === 'string' && name === null) return validationFailed(NAME_RULE, ['name']);
  const locale = typeof facts.locale === 'string' ? readLanguageTag(facts.locale) : null;
  if (typeof facts.locale === 'string' && locale === null) {
    return validationFailed('It is a language tag such as "de" or "pt-BR".', ['locale']);
  }
  const { timeZone, attributes = [] } = facts;
  if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
    return validationFailed('It is the IANA name of a time zone, such as "Europe/Berlin".', ['timeZone']);
  }
  const read = attributes.map(({ name: key, value }) => ({
    name: storableText(key).trim(),
    value: value === null ? null : storableText(value),
  }));
  const wrong = read.findIndex(
    ({ name: key, value }, index) =>
      key === '' ||
      key.length > MAX_ATTRIBUTE_NAME ||
      (value?.length ?? 0) > MAX_ATTRIBUTE_VALUE ||
      read.findIndex((other) => other.name === key) !== index,
  );
  if (wrong !== -1) {
    const rule = `An attribute is named once, in 1 to ${MAX_ATTRIBUTE_NAME} characters, and says at most ${MAX_ATTRIBUTE_VALUE}.`;
    return validationFailed(rule, ['attributes', wrong]);
  }
  return {
    ...(facts.name !== undefined && { name }),
    ...(facts.locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timeZone }),
    ...(facts.attributes !== undefined && { attributes: read }),
  };
}

/** A contact's attributes with the named ones changed; null: there would be too many. */
export function withAttributes(
  known: Readonly<Record<string, string>>,
  named: NonNullable<ContactFacts['attributes']>,
): Readonly<Record<string, string>> | null {
  const all = new Map(Object.entries(known));
  for (const { name, value } of named) {
    if (value === null) all.delete(name);
    else all.set(name, value);
  }
  return all.size > MAX_ATTRIBUTES ? null : Object.fromEntries(all);
}

/** What is wrong with more attributes than a contact may have. */
export const TOO_MANY_ATTRIBUTES = `A contact has at most ${MAX_ATTRIBUTES} attributes.`;

/** Labels without spaces around them, each once, or what is wrong with one. */
export function readTags(tags: readonly string[]): readonly string[] | ValidationFailed {
  const read = tags.map((tag) => storableText(tag).trim());
  const wrong = read.findIndex((tag) => tag === '' || tag.length > MAX_TAG);
  if (wrong !== -1) return validationFailed(`A tag has 1 to ${MAX_TAG} characters.`, ['tags', wrong]);
  return [...new Set(read)];
}
