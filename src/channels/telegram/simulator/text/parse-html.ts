import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';
import { textLink } from './text-link.ts';

/** What each tag means; null: it depends on its attributes. */
const TAGS: Readonly<Record<string, string | null>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
  pre: 'pre',
  a: null,
  blockquote: null,
  'tg-emoji': null,
  'tg-time': null,
};

const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Where its text begins. */
  readonly offset: number;
}

/** Parses the `HTML` mode; what it refuses it refuses in Telegram's words, with offsets in UTF-8 bytes. */
export function parseHtml(source: string): FormattedText | Refusal {
  const entities: WireEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;

  while (at < source.length) {
    if (source.charAt(at) !== '<') {
      const end = source.indexOf('<', at) === -1 ? source.length : source.indexOf('<', at);
      text += decodeCharacters(source.slice(at, end));
      at = end;
      continue;
    }
    const bytes = Buffer.byteLength(source.slice(0, at));
    const tag = source.charAt(at + 1) === '/' ? readEndTag(source, at) : readStartTag(source, at);
    if (typeof tag === 'string') return unparsable(`${tag} at byte offset ${bytes}`);
    if (tag.attributes !== null) {
      open.push({ name: tag.name, attributes: tag.attributes, offset: text.length });
    } else {
      const start = open.pop();
      if (start === undefined) return unparsable(`Unexpected end tag at byte offset ${bytes}`);
      if (tag.name !== '' && tag.name !== start.name) {
        return unparsable(
          `Unmatched end tag at byte offset ${bytes}, expected "</${start.name}>", found "</${tag.name}>"`,
        );
      }
      const entity = entityOf(start, text.slice(start.offset));
      if (isRefusal(entity)) return entity;
      if (entity !== null && text.length > start.offset) {
        entities.push({ ...entity, offset: start.offset, length: text.length - start.offset });
      }
    }
    at = tag.end;
  }

  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    return unparsable(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  }
  if (!text.isWellFormed()) {
    return unparsable(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { text, entities: nested(entities) };
}

interface Tag {
  readonly name: string;
  /** null: an end tag. */
  readonly attributes: ReadonlyMap<string, string> | null;
  readonly end: number;
}

/** A text: what is wrong with it. */
function readStartTag(source: string, at: number): Tag | string {
  const name = /^<([^\s>]*)/u.exec(source.slice(at))?.[1] ?? '';
  let end = at + 1 + name.length;
  if (end >= source.length) return 'Unclosed start tag';
  const tag = name.toLowerCase();
  if (!Object.hasOwn(TAGS, tag)) return `Unsupported start tag "${tag}"`;

  const attributes = new Map<string, string>();
  while (true) {
    end += /^\s*/u.exec(source.slice(end))?.[0].length ?? 0;
    if (source.charAt(end) === '>') break;
    const attribute = /^([^\s=>/"']+)\s*(?:=\s*("[^"]*"|'[^']*'|[a-z0-9.-]+))?/iu.exec(source.slice(end));
    if (end >= source.length) return 'Unclosed start tag';
    if (attribute === null) return `Empty attribute name in the tag "${tag}"`;
    attributes.set(
      attribute[1] ?? '',
      decodeCharacters((attribute[2] ?? '').replaceAll(/^["']|["']$/gu, '')),
    );
    end += attribute[0].length;
  }
  if (tag === 'span' && attributes.get('class') !== 'tg-spoiler') {
    return 'Tag "span" must have class "tg-spoiler"';
  }
  return { name: tag, attributes, end: end + 1 };
}

function readEndTag(source: string, at: number): Tag | string {
  const found = /^<\/([^\s>]*)\s*>/u.exec(source.slice(at));
  return found === null
    ? 'Unclosed end tag'
    : { name: (found[1] ?? '').toLowerCase(), attributes: null, end: at + found[0].length };
}

/** null: a tag that says nothing, such as a link to nowhere. */
function entityOf(
  { name, attributes }: OpenTag,
  content: string,
): Omit<WireEntity, 'offset' | 'length'> | null | Refusal {
  switch (name) {
    case 'a':
      return textLink(attributes.get('href') || content);
    case 'blockquote':
      return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote' };
    case 'code':
      return { type: 'code', language: /^language-(.+)/u.exec(attributes.get('class') ?? '')?.[1] };
    case 'tg-emoji': {
      const id = attributes.get('emoji-id') ?? '';
      if (!/^[1-9]\d*$/u.test(id)) return unparsable('Invalid custom emoji identifier specified');
      return { type: 'custom_emoji', custom_emoji_id: id };
    }
    case 'tg-time': {
      const time = Number(attributes.get('unix'));
      return time > 0
        ? { type: 'date_time', unix_time: time, date_time_format: attributes.get('format') }
        : null;
    }
    default:
      return { type: TAGS[name] ?? name };
  }
}

/** `<pre><code class="language-…">` is one entity; a `<code>` alone has no language. */
function nested(entities: readonly WireEntity[]): WireEntity[] {
  const sameAs = (a: WireEntity, b: WireEntity) => a.offset === b.offset && a.length === b.length;
  const merged = entities.flatMap((entity) => {
    if (entity.type === 'code' && entity.language !== undefined) {
      const isInPre = entities.some((other) => other.type === 'pre' && sameAs(other, entity));
      return isInPre ? [] : [{ ...entity, language: undefined }];
    }
    if (entity.type !== 'pre') return [entity];
    const code = entities.find((other) => other.type === 'code' && sameAs(other, entity));
    return [{ ...entity, language: code?.language }];
  });
  return merged.sort((a, b) => a.offset - b.offset || b.length - a.length);
}

function decodeCharacters(source: string): string {
  return source.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot));?/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED_CHARACTERS[String(name)] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function unparsable(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`);
}
