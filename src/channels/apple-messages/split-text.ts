import { isHighSurrogate } from '../../core/model/describe-parts.ts';

/**
 * Cuts a text into pieces of at most `maxLength` UTF-16 units which, put together, are the text again: after a line
 * or a word where one ends in the second half of a piece, never within a character.
 */
export function splitText(text: string, maxLength: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfPiece(text, start, maxLength);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function endOfPiece(text: string, start: number, maxLength: number): number {
  const limit = start + maxLength;
  if (limit >= text.length) return text.length;
  for (const blank of ['\n', ' ']) {
    const at = text.lastIndexOf(blank, limit - 1);
    if (at >= start + maxLength / 2) return at + 1;
  }
  return isHighSurrogate(text.charCodeAt(limit - 1)) && maxLength > 1 ? limit - 1 : limit;
}
