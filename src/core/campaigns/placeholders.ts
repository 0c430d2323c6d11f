import type { Part } from '../model/part.ts';

/** A place in a text that is filled for each recipient. */
export interface Placeholder {
  readonly name: string;
  /** What stands there when the recipient has no such value; null: then nothing may leave. */
  readonly fallback: string | null;
}

/** `{{> name}}` takes in a snippet; `{{name}}` and `{{name|words}}` a value. */
const SNIPPET = /\{\{>\s*([^{}|]{1,200}?)\s*\}\}/gu;
const PLACEHOLDER = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]{0,99})\s*(?:\|([^{}]*))?\}\}/gu;
/** Opened or closed, and none of the two above: a slip of the pen that recipients would see. */
const STRAY = /\{\{|\}\}/u;

/** Every text within parts, in order; structure (types, styles, ids) is none. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

export function placeholdersOf(text: string): readonly Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '', fallback]) => ({
    name,
    fallback: fallback ?? null,
  }));
}

export function placeholdersIn(parts: readonly Part[]): readonly Placeholder[] {
  return textsIn(parts).flatMap(placeholdersOf);
}

export function snippetNamesIn(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(textsIn(parts).flatMap((text) => [...text.matchAll(SNIPPET)].map(([, name = '']) => name)));
}

/** The first piece of a text that looks like a placeholder and is none; null: there is none. */
export function strayBracesIn(parts: readonly Part[]): string | null {
  for (const text of textsIn(parts)) {
    const rest = text.replaceAll(SNIPPET, '').replaceAll(PLACEHOLDER, '');
    const at = rest.search(STRAY);
    if (at !== -1) return rest.slice(at, at + 40);
  }
  return null;
}

/** One stretch of a text that is taken out, and what comes in its place. */
export interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** @param valueFor  What stands for a placeholder. */
export function replacementsFor(
  text: string,
  valueFor: (placeholder: Placeholder) => string,
): readonly Replacement[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => {
    const [whole, name = '', fallback] = match;
    return { at: match.index, length: whole.length, text: valueFor({ name, fallback: fallback ?? null }) };
  });
}

/** @param textOf  What stands for a snippet. */
export function snippetReplacements(text: string, textOf: (name: string) => string): readonly Replacement[] {
  return [...text.matchAll(SNIPPET)].map((match) => ({
    at: match.index,
    length: match[0].length,
    text: textOf(match[1] ?? ''),
  }));
}
