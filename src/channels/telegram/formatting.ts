import * as z from 'zod';
import type { Formatting, FormattingStyle } from '../../core/model/part.ts';
import { optional } from './payload.ts';

/** A MessageEntity that we send. Offsets count UTF-16 units on both sides. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

/** The first name of each style is the one we send. Hashtags, commands and plain URLs need no style. */
const ENTITY_TYPES: readonly (readonly [FormattingStyle, string])[] = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['underline', 'underline'],
  ['strikethrough', 'strikethrough'],
  ['spoiler', 'spoiler'],
  ['quote', 'blockquote'],
  ['quote', 'expandable_blockquote'],
  ['code', 'code'],
  ['preformatted', 'pre'],
  ['link', 'text_link'],
  ['link', 'text_mention'],
];
const STYLE_OF = new Map(ENTITY_TYPES.map(([style, type]) => [type, style]));
const TYPE_OF = new Map(ENTITY_TYPES.toReversed());

const MessageEntity = z.object({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: optional(z.string()),
  user: optional(z.object({ id: z.int() })),
});

/** Undefined: nothing in the text is formatted. Spans are clipped to the text; what is no span is passed over. */
export function readFormatting(text: string, entities: unknown): readonly Formatting[] | undefined {
  const formatting = (Array.isArray(entities) ? entities : []).flatMap((value): readonly Formatting[] => {
    const entity = MessageEntity.safeParse(value);
    if (!entity.success) return [];
    const { type, offset, url, user } = entity.data;
    const style = STYLE_OF.get(type);
    const length = Math.min(entity.data.length, text.length - offset);
    if (style === undefined || length <= 0) return [];
    if (style !== 'link') return [{ style, offset, length }];
    const target = user === undefined ? url : `tg://user?id=${user.id}`;
    return target === undefined ? [] : [{ style, offset, length, url: target }];
  });
  return formatting.length === 0 ? undefined : formatting;
}

/** Clipped to the text; links that lead nowhere are passed over. */
export function toEntities(
  formatting: readonly Formatting[] | undefined,
  textLength: number,
): readonly Entity[] {
  return (formatting ?? []).flatMap(({ style, offset, length, url }): readonly Entity[] => {
    const start = Math.max(0, offset);
    const end = Math.min(textLength, offset + length);
    const type = TYPE_OF.get(style);
    if (end <= start || type === undefined) return [];
    if (style !== 'link') return [{ type, offset: start, length: end - start }];
    return url === undefined ? [] : [{ type, offset: start, length: end - start, url }];
  });
}
