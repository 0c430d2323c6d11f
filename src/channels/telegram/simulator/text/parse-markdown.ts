import { badRequest, type Refusal } from '../answer.ts';
import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';
import { textLink } from './text-link.ts';

/** Everything that means something in the legacy mode: an escape, or the begin of an entity. Nothing nests. */
const MEANING = /\\([_*`[])|```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?|[_*`[]/gu;

const TYPES: Readonly<Record<string, string>> = { _: 'italic', '*': 'bold', '`': 'code' };

/** Parses the legacy `Markdown` mode. */
export function parseMarkdown(source: string): FormattedText | Refusal {
  const entities: WireEntity[] = [];
  let text = '';
  let at = 0;

  for (let found = nextMeaning(at); found !== null; found = nextMeaning(at)) {
    text += source.slice(at, found.index);
    at = found.index + found[0].length;
    if (found[1] !== undefined) {
      text += found[1];
      continue;
    }
    const mark = found[0].startsWith('```') ? '```' : found[0];
    const end = source.indexOf(mark === '[' ? ']' : mark, at);
    if (end === -1) {
      const begin = Buffer.byteLength(source.slice(0, found.index));
      return badRequest(
        `can't parse entities: Can't find end of the entity starting at byte offset ${begin}`,
      );
    }
    const content = source.slice(at, end);
    at = end + (mark === '[' ? 1 : mark.length);
    const facts = mark === '[' ? link(content) : { type: TYPES[mark] ?? 'pre', language: found[2] };
    if (facts !== null && content !== '') {
      entities.push({ ...facts, offset: text.length, length: content.length });
    }
    text += content;
  }
  return { text: text + source.slice(at), entities };

  function nextMeaning(from: number): RegExpExecArray | null {
    MEANING.lastIndex = from;
    return MEANING.exec(source);
  }

  function link(content: string): ReturnType<typeof textLink> {
    if (source.charAt(at) !== '(') return textLink(content);
    const end = source.indexOf(')', at);
    const target = source.slice(at + 1, end === -1 ? undefined : end);
    at = end === -1 ? source.length : end + 1;
    return textLink(target);
  }
}
