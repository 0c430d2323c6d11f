import { isHighSurrogate } from '../../core/model/describe-parts.ts';

/**
 * Cuts a text into pieces of at most `maxLength` UTF-16 units, at the end of a line or a word where there is one in
 * the second half of the piece, and never within a character. Pieces that show nothing are left out.
 */
export function splitText(text: string, maxLength: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = cutBefore(text, start, maxLength);
    const piece = text.slice(start, end);
    if (piece.trim() !== '') pieces.push(piece);
    start = end;
  }
  return pieces;
}

function cutBefore(text: string, start: number, maxLength: number): number {
  const limit = start + maxLength;
  if (limit >= text.length) return text.length;
  const earliest = start + Math.floor(maxLength / 2);
  for (const separator of ['\n', ' ']) {
    const at = text.lastIndexOf(separator, limit - 1);
    if (at >= earliest) return at + 1;
  }
  return isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}
