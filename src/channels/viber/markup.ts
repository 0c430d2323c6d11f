import type { Formatting, FormattingStyle } from '../../core/model/part.ts';
import { lost, type PartLoss } from './part-rendering.ts';

/** How Viber's apps mark a style within plain text. What depends on the app costs nothing but the signs where it lacks. */
const MARKS: Readonly<Partial<Record<FormattingStyle, string>>> = {
  bold: '*',
  italic: '_',
  strikethrough: '~',
  code: '```',
  preformatted: '```',
};

interface Mark {
  readonly at: number;
  readonly sign: string;
  /** At one place closing marks come before opening ones; inner marks close first and open last. */
  readonly order: number;
}

export interface MarkedText {
  readonly text: string;
  readonly loss: PartLoss | null;
}

/** Puts formatting into a text as Viber's signs; the address of a link stands behind its words. */
export function withMarkup(text: string, formatting: readonly Formatting[] = []): MarkedText {
  const marks: Mark[] = [];
  const dropped = new Set<FormattingStyle>();
  for (const span of formatting) {
    const [start, end] = trimmed(text, span);
    if (start >= end) continue;
    const sign = MARKS[span.style];
    if (sign !== undefined) {
      marks.push({ at: start, sign, order: text.length - end }, { at: end, sign, order: -1 - start });
      continue;
    }
    dropped.add(span.style);
    if (span.style === 'link' && span.url !== undefined && span.url !== text.slice(start, end)) {
      marks.push({ at: end, sign: ` (${span.url})`, order: -1 - start });
    }
  }
  const styles = [...dropped].join(', ');
  return {
    text: insert(text, marks),
    loss:
      dropped.size === 0 ? null : lost('formatting-dropped', `Viber does not show this style: ${styles}.`),
  };
}

/** A sign beside a blank marks nothing. */
function trimmed(text: string, { offset, length }: Formatting): readonly [start: number, end: number] {
  const end = Math.min(text.length, offset + length);
  const words = text.slice(offset, end);
  return [offset + words.length - words.trimStart().length, end - (words.length - words.trimEnd().length)];
}

function insert(text: string, marks: readonly Mark[]): string {
  let result = '';
  let done = 0;
  for (const { at, sign } of marks.toSorted((one, other) => one.at - other.at || one.order - other.order)) {
    result += text.slice(done, at) + sign;
    done = at;
  }
  return result + text.slice(done);
}
