import type { Formatting, Part } from '../model/part.ts';
import type { Replacement } from './placeholders.ts';

/** What a text within a part is: read by people, an address, or passed on as it is. */
export type TextRole = 'words' | 'address' | 'payload';

export type ReplacementsFor = (text: string, role: TextRole) => readonly Replacement[];

/** Fields whose strings name things and are never written by authors. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'style',
  'kind',
  'from',
  'mediaId',
  'action',
  'mimeType',
  'language',
  'name',
]);
const VARIABLES: ReadonlySet<string> = new Set(['variables', 'headerVariables', 'values']);
/** Spans lie over the text of the field before; they move with it. */
const SPANNED: Readonly<Record<string, string>> = { text: 'formatting', caption: 'captionFormatting' };

/** The same parts with stretches of their texts exchanged; formatting keeps its words, and covers what comes in. */
export function replaceInParts(parts: readonly Part[], replacementsFor: ReplacementsFor): readonly Part[] {
  // Only strings within are exchanged, each for another, so every part keeps its type.
  return parts.map((part) => replaceInObject(part, replacementsFor) as unknown as Part);
}

function replaceInObject(value: object, replacementsFor: ReplacementsFor): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...value };
  const entries = Object.entries(value);
  for (const [key, item] of entries) {
    if (typeof item !== 'string') copy[key] = replaceInField(key, item, replacementsFor);
  }
  // Behind the others: where a text moves, the spans over it move too, and those may hold addresses of their own.
  for (const [key, item] of entries) {
    if (typeof item !== 'string' || STRUCTURE.has(key)) continue;
    const replacements = replacementsFor(item, roleOf(key));
    if (replacements.length === 0) continue;
    copy[key] = replaced(item, replacements);
    const spansKey = SPANNED[key] ?? '';
    const spans = copy[spansKey];
    if (Array.isArray(spans)) {
      copy[spansKey] = (spans as readonly Formatting[]).map((span) => moved(span, replacements));
    }
  }
  return copy;
}

/** A template's variables are named by whoever wrote the template: no name among them is structure. */
function replaceInField(key: string, item: unknown, replacementsFor: ReplacementsFor): unknown {
  if (!VARIABLES.has(key) || item === null || typeof item !== 'object') {
    return replaceInValue(item, replacementsFor);
  }
  return Object.fromEntries(
    Object.entries(item).map(([name, text]) => [name, replaceInValue(text, replacementsFor)]),
  );
}

function replaceInValue(value: unknown, replacementsFor: ReplacementsFor): unknown {
  if (typeof value === 'string') return replaced(value, replacementsFor(value, 'words'));
  if (Array.isArray(value)) return value.map((item) => replaceInValue(item, replacementsFor));
  return value !== null && typeof value === 'object' ? replaceInObject(value, replacementsFor) : value;
}

function roleOf(key: string): TextRole {
  if (key === 'url') return 'address';
  return key === 'payload' || key === 'value' ? 'payload' : 'words';
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let from = 0;
  for (const { at, length, text: comes } of replacements) {
    result += text.slice(from, at) + comes;
    from = at + length;
  }
  return result + text.slice(from);
}

function moved(span: Formatting, replacements: readonly Replacement[]): Formatting {
  const start = shifted(span.offset, replacements, 'start');
  return { ...span, offset: start, length: shifted(span.offset + span.length, replacements, 'end') - start };
}

/** Where a place in the old text lies in the new one; a place within what went out moves to the edge of what came. */
function shifted(place: number, replacements: readonly Replacement[], edge: 'start' | 'end'): number {
  let shift = 0;
  for (const { at, length, text } of replacements) {
    if (place <= at) break;
    if (place < at + length) return at + shift + (edge === 'start' ? 0 : text.length);
    shift += text.length - length;
  }
  return place + shift;
}
