import { isHighSurrogate } from '../../core/model/describe-parts.ts';
import type { Entity } from './formatting.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Telegram passes over what is more. */
export const MAX_ENTITIES = 100;

/**
 * Cuts a text into pieces of at most `maxLength` UTF-16 units which, put together, are the text again.
 *
 * A piece ends after a line, else after a word, where there is one in its second half; rather between spans than
 * within one; and never within a character. A span across a cut goes on in the next piece.
 */
export function splitText({ text, entities }: FormattedText, maxLength: number): readonly FormattedText[] {
  const isWithinSpan = spansOver(entities, text.length);
  const pieces: FormattedText[] = [];
  let start = 0;
  while (start < text.length) {
    const end = endOfPiece(text, start, maxLength, isWithinSpan);
    pieces.push({ text: text.slice(start, end), entities: entitiesBetween(entities, start, end) });
    start = end;
  }
  return pieces;
}

function endOfPiece(
  text: string,
  start: number,
  maxLength: number,
  isWithinSpan: (position: number) => boolean,
): number {
  const limit = start + maxLength;
  if (limit >= text.length) return text.length;
  const best: (number | undefined)[] = [];
  for (let end = limit; end > start + maxLength / 2; end -= 1) {
    const last = text.charAt(end - 1);
    if (!/\s/u.test(last)) continue;
    const rank = (isWithinSpan(end) ? 2 : 0) + (last === '\n' ? 0 : 1);
    best[rank] ??= end;
  }
  const end = best.find((position) => position !== undefined);
  if (end !== undefined) return end;
  return isHighSurrogate(text.charCodeAt(limit - 1)) && maxLength > 1 ? limit - 1 : limit;
}

/** Tells of a position whether a span begins before it and ends after it. */
function spansOver(entities: readonly Entity[], length: number): (position: number) => boolean {
  const changes = new Int32Array(length + 2);
  const change = (position: number, by: number) => {
    const at = Math.min(position, length + 1);
    changes[at] = (changes[at] ?? 0) + by;
  };
  for (const { offset, length: span } of entities) {
    change(offset + 1, 1);
    change(offset + span, -1);
  }
  let open = 0;
  const counts = changes.map((by) => (open += by));
  return (position) => (counts[position] ?? 0) > 0;
}

function entitiesBetween(entities: readonly Entity[], start: number, end: number): readonly Entity[] {
  return entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : [];
  });
}
