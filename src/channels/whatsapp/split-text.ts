import { isHighSurrogate } from '../../core/model/describe-parts.ts';
import type { Formatting } from '../../core/model/part.ts';
import { type MarkedText, toMarkup } from './markup.ts';

/**
 * Cuts a text into pieces that have at most `maxLength` UTF-16 units with their marks, at the end of a line or a word
 * where there is one in the second half of the piece, and never within a character. What is formatted across a cut
 * goes on in the next piece.
 */
export function splitText(
  text: string,
  formatting: readonly Formatting[] | undefined,
  maxLength: number,
): readonly MarkedText[] {
  const pieces: MarkedText[] = [];
  for (let start = 0; start < text.length; ) {
    const { end, marked } = takePiece(text, formatting, start, maxLength);
    // WhatsApp refuses a message of nothing but white space.
    if (marked.text.trim() !== '') pieces.push(marked);
    start = end;
  }
  return pieces;
}

/** As much as fits with its marks. Where marks alone would fill it, the words go without them. */
function takePiece(
  text: string,
  formatting: readonly Formatting[] | undefined,
  start: number,
  maxLength: number,
): { readonly end: number; readonly marked: MarkedText } {
  for (let room = maxLength; room > maxLength / 2; ) {
    const end = cutBefore(text, start, room);
    const marked = toMarkup(text.slice(start, end), within(formatting, start, end));
    if (marked.text.length <= maxLength) return { end, marked };
    room -= marked.text.length - maxLength;
  }
  const end = cutBefore(text, start, maxLength);
  return { end, marked: { text: text.slice(start, end), hasLosses: true } };
}

function cutBefore(text: string, start: number, maxLength: number): number {
  const limit = start + maxLength;
  if (limit >= text.length) return text.length;
  const earliest = start + Math.floor(maxLength / 2);
  for (const separator of ['\n', ' ']) {
    const at = text.lastIndexOf(separator, limit - 1);
    if (at >= earliest) return at + 1;
  }
  return isHighSurrogate(text.charCodeAt(limit - 1)) && limit - 1 > start ? limit - 1 : limit;
}

function within(
  formatting: readonly Formatting[] | undefined,
  start: number,
  end: number,
): readonly Formatting[] {
  return (formatting ?? []).flatMap((span) => {
    const from = Math.max(span.offset, start);
    const to = Math.min(span.offset + span.length, end);
    return to > from ? [{ ...span, offset: from - start, length: to - from }] : [];
  });
}
