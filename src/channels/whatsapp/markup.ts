import type { Formatting, FormattingStyle } from '../../core/model/part.ts';

/**
 * WhatsApp has no formatting beside the text, only characters within it
 * (https://faq.whatsapp.com/539178204879377). They work around whole words of one line.
 */
const MARK = {
  bold: '*',
  italic: '_',
  strikethrough: '~',
  code: '`',
  preformatted: '```',
} as const satisfies Partial<Record<FormattingStyle, string>>;

type MarkedStyle = keyof typeof MARK;

/** A link's words stay words: its address stands behind them. */
const UNMARKABLE: ReadonlySet<FormattingStyle> = new Set(['underline', 'spoiler', 'link']);

export interface MarkedText {
  readonly text: string;
  /** True when something could not be shown as it was formatted. */
  readonly hasLosses: boolean;
}

interface Span {
  readonly style: MarkedStyle;
  readonly start: number;
  readonly end: number;
}

/** What goes in before a character. Of several at one place the smaller rank stands first, then the smaller order. */
interface Insertion {
  readonly at: number;
  readonly rank: number;
  readonly order: number;
  readonly text: string;
}

export function toMarkup(text: string, formatting: readonly Formatting[] | undefined): MarkedText {
  const given = (formatting ?? []).filter(
    ({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length,
  );
  const wanted = given.flatMap((span) => toSpans(text, span));
  const spans = nested(wanted.filter(({ start, end }) => isWholeWord(text, start, end)));
  const insertions = [
    ...spans.flatMap(({ style, start, end }) => [
      { at: end, rank: 0, order: -start, text: MARK[style] },
      { at: start, rank: 3, order: -end, text: MARK[style] },
    ]),
    ...given.flatMap((span) => quoteMarks(text, span)),
    ...given.flatMap((span) => linkTarget(text, span)),
  ];
  return {
    text: withInsertions(text, insertions),
    hasLosses: given.some(({ style }) => UNMARKABLE.has(style)) || spans.length < wanted.length,
  };
}

/** One span for each line, without the white space at its ends: marks hold neither. */
function toSpans(text: string, { style, offset, length }: Formatting): readonly Span[] {
  if (!isMarked(style)) return [];
  const whole = text.slice(offset, offset + length);
  const lines = style === 'preformatted' ? [{ 0: whole, index: 0 }] : [...whole.matchAll(/[^\n]+/gu)];
  return lines.flatMap(({ 0: line, index }) => {
    const start = offset + index + (line.length - line.trimStart().length);
    const end = offset + index + line.trimEnd().length;
    return end > start ? [{ style, start, end }] : [];
  });
}

function isMarked(style: FormattingStyle): style is MarkedStyle {
  return style in MARK;
}

/** Spans that overlap by halves are left out, and so is everything within code, where marks are shown as they are. */
function nested(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const around = kept.filter(({ end }) => end > span.start);
    const fits = around.every(
      ({ style, end }) =>
        end >= span.end && style !== span.style && style !== 'code' && style !== 'preformatted',
    );
    if (fits) kept.push(span);
  }
  return kept;
}

function isWholeWord(text: string, start: number, end: number): boolean {
  return (
    !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))
  );
}

function quoteMarks(text: string, { style, offset, length }: Formatting): readonly Insertion[] {
  if (style !== 'quote') return [];
  const first = text.lastIndexOf('\n', offset - 1) + 1;
  const quoted = text.slice(first, offset + length);
  return [...quoted.matchAll(/^/gmu)].map(({ index }) => ({
    at: first + index,
    rank: 2,
    order: 0,
    text: '> ',
  }));
}

/** Words can not lead anywhere, but an address that stands behind them can be tapped. */
function linkTarget(text: string, { style, offset, length, url }: Formatting): readonly Insertion[] {
  if (style !== 'link' || url === undefined || text.slice(offset, offset + length) === url) return [];
  return [{ at: offset + length, rank: 1, order: 0, text: ` (${url})` }];
}

function withInsertions(text: string, insertions: readonly Insertion[]): string {
  let marked = '';
  let from = 0;
  for (const insertion of insertions.toSorted(
    (a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order,
  )) {
    marked += text.slice(from, insertion.at) + insertion.text;
    from = insertion.at;
  }
  return marked + text.slice(from);
}
