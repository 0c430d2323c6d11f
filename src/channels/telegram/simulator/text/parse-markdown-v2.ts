import { badRequest, type Refusal } from '../answer.ts';
import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';
import { textLink } from './text-link.ts';

const RESERVED = '_*[]()~`>#+-=|{}.!\n';

/** The marks that open and close, the longer ones first, and how Telegram calls what they make. */
const MARKS = [
  { mark: '```', type: 'pre', noun: 'Pre' },
  { mark: '`', type: 'code', noun: 'Code' },
  { mark: '__', type: 'underline', noun: 'Underline' },
  { mark: '_', type: 'italic', noun: 'Italic' },
  { mark: '*', type: 'bold', noun: 'Bold' },
  { mark: '~', type: 'strikethrough', noun: 'Strikethrough' },
  { mark: '||', type: 'spoiler', noun: 'Spoiler' },
  { mark: '![', type: 'custom_emoji', noun: 'CustomEmoji' },
  { mark: '[', type: 'text_link', noun: 'TextUrl' },
] as const;

interface Open {
  readonly type: (typeof MARKS)[number]['type'] | 'blockquote';
  readonly noun: string;
  /** Where it stands in the source, and where its text begins. */
  readonly at: number;
  readonly offset: number;
  readonly language: string | undefined;
}

/** Parses the `MarkdownV2` mode; what it refuses it refuses in Telegram's words, with offsets in UTF-8 bytes. */
export function parseMarkdownV2(source: string): FormattedText | Refusal {
  const entities: WireEntity[] = [];
  const open: Open[] = [];
  let text = '';
  let at = 0;
  let isLineStart = true;

  while (at < source.length) {
    const unit = source.charAt(at);
    const top = open.at(-1);
    const isInCode = top?.type === 'code' || top?.type === 'pre';

    if (unit === '\\' && /^\p{ASCII}$/u.test(source.charAt(at + 1))) {
      text += source.charAt(at + 1);
      isLineStart = source.charAt(at + 1) === '\n';
      at += 2;
    } else if (unit === '\n' && !isInCode) {
      const isLastOfQuote = open.some(({ type }) => type === 'blockquote') && source.charAt(at + 1) !== '>';
      if (isLastOfQuote) {
        const broken = closeQuote();
        if (broken !== null) return broken;
      }
      text += unit;
      isLineStart = true;
      at += 1;
    } else if (!(isInCode ? '`' : RESERVED).includes(unit)) {
      text += unit;
      isLineStart = false;
      at += 1;
    } else if (unit === '>' && isLineStart) {
      if (!open.some(({ type }) => type === 'blockquote')) {
        open.push({ type: 'blockquote', noun: 'BlockQuote', at, offset: text.length, language: undefined });
      }
      at += 1;
    } else {
      isLineStart = false;
      const end = closingMark(top, source, at);
      const next = end === null ? openMark(unit, isInCode) : closeMark(end);
      if (typeof next !== 'number') return next;
      at = next;
    }
  }

  if (open.some(({ type }) => type === 'blockquote')) {
    const broken = closeQuote();
    if (broken !== null) return broken;
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return withoutEnd(unclosed);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };

  function openMark(unit: string, isInCode: boolean): number | Refusal {
    const found = MARKS.find(({ mark }) => source.startsWith(mark, at));
    if (isInCode) {
      text += unit;
      return at + 1;
    }
    if (found === undefined) {
      return unparsable(`Character '${unit}' is reserved and must be escaped with the preceding '\\'`);
    }
    const after = at + found.mark.length;
    const head = found.type === 'pre' ? preHead(source, after) : { language: undefined, end: after };
    open.push({ ...found, at, offset: text.length, language: head.language });
    return head.end;
  }

  function closeMark(mark: string): number | Refusal {
    const top = open.pop();
    let end = at + mark.length;
    let facts: Omit<WireEntity, 'offset' | 'length'> | null | undefined =
      top === undefined ? null : { type: top.type, language: top.language };
    if (top?.type === 'text_link' || top?.type === 'custom_emoji') {
      const target = linkTarget(source, end);
      if (target === null) return unparsable(`Can't find end of a URL at byte offset ${bytesBefore(end)}`);
      facts = top.type === 'text_link' ? textLink(target.url ?? text.slice(top.offset)) : emojiOf(target.url);
      if (facts === undefined) return unparsable('Invalid tg://emoji or tg://time URL specified');
      end = target.end;
    }
    if (top !== undefined && facts !== null && text.length > top.offset) {
      entities.push({ ...facts, offset: top.offset, length: text.length - top.offset });
    }
    return end;
  }

  /** An empty spoiler at the very end of a quote makes it expandable. */
  function closeQuote(): Refusal | null {
    let type = 'blockquote';
    const top = open.at(-1);
    if (top?.type === 'spoiler' && top.offset === text.length) {
      type = 'expandable_blockquote';
      open.pop();
    }
    const quote = open.pop();
    if (quote === undefined || quote.type !== 'blockquote')
      return quote === undefined ? null : withoutEnd(quote);
    if (text.length > quote.offset) {
      entities.push({ type, offset: quote.offset, length: text.length - quote.offset });
    }
    return null;
  }

  function withoutEnd({ noun, at: begin }: Open): Refusal {
    return unparsable(`Can't find end of ${noun} entity at byte offset ${bytesBefore(begin)}`);
  }

  function bytesBefore(position: number): number {
    return Buffer.byteLength(source.slice(0, position));
  }
}

/** The mark that ends the innermost entity here; null: none does. */
function closingMark(top: Open | undefined, source: string, at: number): string | null {
  if (top === undefined || top.type === 'blockquote') return null;
  const mark =
    top.type === 'text_link' || top.type === 'custom_emoji'
      ? ']'
      : (MARKS.find(({ type }) => type === top.type)?.mark ?? '');
  if (!source.startsWith(mark, at)) return null;
  // `__` never ends an italic: it begins or ends an underline.
  return mark === '_' && source.startsWith('__', at) ? null : mark;
}

/** Behind ``` may stand a language, and one line break that does not count. */
function preHead(
  source: string,
  at: number,
): { readonly language: string | undefined; readonly end: number } {
  const language = /^[^\s`]+(?=\s)/u.exec(source.slice(at))?.[0];
  const begin = at + (language?.length ?? 0);
  const lineBreak = /^(?:\r\n|\n\r|\n|\r)/u.exec(source.slice(begin))?.[0] ?? '';
  return { language, end: begin + lineBreak.length };
}

/** `url` null: the brackets have no target, their text is one. The result null: the target has no end. */
function linkTarget(
  source: string,
  at: number,
): { readonly url: string | null; readonly end: number } | null {
  if (source.charAt(at) !== '(') return { url: null, end: at };
  const target = /^\(((?:\\\p{ASCII}|[^)\\]|\\(?!\p{ASCII}))*)\)/u.exec(source.slice(at));
  if (target === null) return null;
  return { url: (target[1] ?? '').replaceAll(/\\(\p{ASCII})/gu, '$1'), end: at + target[0].length };
}

/** undefined: no address of an emoji or a time. */
function emojiOf(url: string | null): Omit<WireEntity, 'offset' | 'length'> | undefined {
  const emoji = /^tg:\/\/emoji\?id=([1-9]\d*)$/u.exec(url ?? '')?.[1];
  if (emoji !== undefined) return { type: 'custom_emoji', custom_emoji_id: emoji };
  const time = /^tg:\/\/time\?unix=(\d+)(?:&format=(\w+))?$/u.exec(url ?? '');
  return time === null
    ? undefined
    : { type: 'date_time', unix_time: Number(time[1]), date_time_format: time[2] };
}

function unparsable(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`);
}
