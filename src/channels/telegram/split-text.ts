import { isHighSurrogate } from '../../core/model/describe-parts.ts';
import type { Entity } from './formatting.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Telegram passes over what is more. */
export const MAX_ENTITIES = 100;

/**
 * Cuts a text into pieces of at most `maxLength` UTF-16 units, at the end of a line or a word where there is one in
 * the second half of the piece, and never within a character. A span across a cut goes on in the next piece.
 */
export function splitText({ text, entities }: FormattedText, maxLength: number): readonly FormattedText[] {
  const pieces: FormattedText[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.length - start <= maxLength ? text.length : cutBefore(text, start, maxLength);
    const piece = text.slice(start, end);
    // Telegram refuses a message of nothing but white space.
    if (piece.trim() !== '') pieces.push({ text: piece, entities: entitiesBetween(entities, start, end) });
    start = end;
  }
  return pieces;
}

function cutBefore(text: string, start: number, maxLength: number): number {
  const limit = start + maxLength;
  const earliest = start + Math.floor(maxLength / 2);
  for (const separator of ['\n', ' ']) {
    const at = text.lastIndexOf(separator, limit - 1);
    if (at >= earliest) return at + 1;
  }
  return isHighSurrogate(text.charCodeAt(limit - 1)) && limit - 1 > start ? limit - 1 : limit;
}

function entitiesBetween(entities: readonly Entity[], start: number, end: number): readonly Entity[] {
  return entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : [];
  });
}
