import type { Formatting, FormattingStyle } from '../../core/model/part.ts';
import { integerIn, type JsonObject, objectIn, objectsIn, stringIn } from './payload.ts';

/** A MessageEntity that we send. Offsets count UTF-16 units on both sides. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

const STYLE_BY_ENTITY = new Map<string, FormattingStyle>([
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['underline', 'underline'],
  ['strikethrough', 'strikethrough'],
  ['spoiler', 'spoiler'],
  ['blockquote', 'quote'],
  ['expandable_blockquote', 'quote'],
  ['code', 'code'],
  ['pre', 'preformatted'],
  ['text_link', 'link'],
  ['text_mention', 'link'],
]);

const ENTITY_BY_STYLE: Readonly<Record<FormattingStyle, string>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  quote: 'blockquote',
  code: 'code',
  preformatted: 'pre',
  link: 'text_link',
};

/** Hashtags, plain URLs, commands and the like are already in the text and need no formatting. */
export function readEntities(message: JsonObject, key: string, text: string): readonly Formatting[] {
  return objectsIn(message, key).flatMap((entity) => {
    const style = STYLE_BY_ENTITY.get(stringIn(entity, 'type') ?? '');
    const offset = integerIn(entity, 'offset');
    const length = integerIn(entity, 'length');
    if (style === undefined || offset === null || length === null || offset < 0) return [];
    const fitting = Math.min(length, text.length - offset);
    if (fitting <= 0) return [];
    if (style !== 'link') return [{ style, offset, length: fitting }];
    const url = linkOf(entity);
    return url === null ? [] : [{ style, offset, length: fitting, url }];
  });
}

function linkOf(entity: JsonObject): string | null {
  const user = objectIn(entity, 'user');
  const userId = user === null ? null : integerIn(user, 'id');
  return userId === null ? stringIn(entity, 'url') : `tg://user?id=${userId}`;
}

/** Clips to the text; drops links that lead nowhere. */
export function toEntities(formatting: readonly Formatting[], textLength: number): readonly Entity[] {
  return formatting.flatMap(({ style, offset, length, url }) => {
    const start = Math.max(0, offset);
    const end = Math.min(textLength, offset + length);
    if (end <= start || (style === 'link' && url === undefined)) return [];
    const entity = { type: ENTITY_BY_STYLE[style], offset: start, length: end - start };
    return style === 'link' && url !== undefined ? [{ ...entity, url }] : [entity];
  });
}
