import { isHighSurrogate } from '../../core/model/describe-parts.ts';
import { jsonBytes } from './wire.ts';

/**
 * Cuts a text into messages: at a line's end or a space in the second half of what fits, else anywhere but
 * inside a character. Nothing is left out but blanks that would be a message of their own.
 *
 * @param maxLength  In UTF-16 units.
 * @param maxBytes   Of a piece as JSON, at least 100: many small characters are long there.
 */
export function splitText(text: string, maxLength: number, maxBytes: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + fittingLength(text.slice(start, start + maxLength), maxBytes);
    const cut = end >= text.length ? text.length : niceCut(text, start, end);
    pieces.push(text.slice(start, cut));
    start = cut;
  }
  return pieces.filter((piece) => piece.trim() !== '');
}

/** How much of a candidate stays within the bytes; each step takes as much away as the excess suggests. */
function fittingLength(candidate: string, maxBytes: number): number {
  let length = candidate.length;
  for (;;) {
    const bytes = jsonBytes(candidate.slice(0, length));
    if (bytes <= maxBytes) return length;
    length = Math.min(length - 1, Math.floor((length * maxBytes) / bytes));
  }
}

function niceCut(text: string, start: number, end: number): number {
  const secondHalf = start + Math.floor((end - start) / 2);
  for (const blank of ['\n', ' ']) {
    const at = text.lastIndexOf(blank, end - 1);
    if (at >= secondHalf) return at + 1;
  }
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
}
