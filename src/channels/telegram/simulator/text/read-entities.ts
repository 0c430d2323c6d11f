import { badRequest, type Refusal } from '../answer.ts';
import { fieldNumber, fieldText, isObject, type Json, type JsonObject } from '../parameters.ts';
import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';
import { textMention } from './text-link.ts';

const PLAIN = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'blockquote',
  'expandable_blockquote',
]);

/** Found by Telegram itself, whatever anybody says about them. */
const DETECTED = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
]);

/** Reads entities that came as a list beside the text. */
export function readEntities(text: string, list: readonly Json[]): FormattedText | Refusal {
  const entities: WireEntity[] = [];
  for (const given of list) {
    if (!isObject(given)) return unreadable('expected an Object');
    const offset = fieldNumber(given, 'offset');
    const length = fieldNumber(given, 'length');
    if (offset === null) return unreadable('Can\'t find field "offset"');
    if (length === null) return unreadable('Can\'t find field "length"');
    if (offset < 0 || offset > 1_000_000) {
      return badRequest(`receive an entity with incorrect offset ${offset}`);
    }
    if (length < 0 || length > 1_000_000) {
      return badRequest(`receive an entity with incorrect length ${length}`);
    }
    const kind = readKind(given);
    if (typeof kind === 'string') return unreadable(kind);
    if (kind === null || length === 0 || offset >= text.length) continue;
    const end = Math.min(offset + length, text.length);
    if (splitsSurrogates(text, offset)) {
      return badRequest(
        `entity begins in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, offset + 1))}`,
      );
    }
    if (splitsSurrogates(text, end)) {
      return badRequest(
        `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, end + 1))}`,
      );
    }
    entities.push({ ...kind, offset, length: end - offset });
  }
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

/** null: a kind that is passed over. A text: what is wrong. */
function readKind(given: JsonObject): Omit<WireEntity, 'offset' | 'length'> | null | string {
  const type = fieldText(given, 'type');
  if (type === '') return 'Type is not specified';
  if (DETECTED.has(type)) return null;
  if (PLAIN.has(type)) return { type };
  switch (type) {
    case 'pre':
      return { type, language: fieldText(given, 'language') || undefined };
    case 'text_link': {
      const url = fieldText(given, 'url');
      return url === '' ? 'Can\'t find field "url"' : { type, url };
    }
    case 'text_mention': {
      const id = isObject(given.user) ? fieldNumber(given.user, 'id') : null;
      return id === null ? 'Can\'t find field "user"' : textMention(id);
    }
    case 'custom_emoji': {
      const id = fieldText(given, 'custom_emoji_id');
      return id === '' ? 'Can\'t find field "custom_emoji_id"' : { type, custom_emoji_id: id };
    }
    case 'date_time': {
      const time = fieldNumber(given, 'unix_time');
      if (time === null) return 'Can\'t find field "unix_time"';
      return { type, unix_time: time, date_time_format: fieldText(given, 'date_time_format') || undefined };
    }
    default:
      return 'Unsupported type specified';
  }
}

function splitsSurrogates(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

function unreadable(reason: string): Refusal {
  // Telegram writes what stands behind the colon as it is.
  return badRequest(`can't parse MessageEntity: ${reason}`);
}
