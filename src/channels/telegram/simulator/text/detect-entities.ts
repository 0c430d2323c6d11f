import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';

/**
 * What Telegram finds in a text by itself. Close to the real thing for usual texts; the real rules for links and
 * telephone numbers are longer.
 */
const DETECTORS: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/giu },
  { type: 'email', pattern: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu },
  { type: 'mention', pattern: /(?<![\w@/])@[a-z][\w]{3,31}\b/giu },
  { type: 'bot_command', pattern: /(?<![\w/@])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/gu },
  { type: 'hashtag', pattern: /(?<![\w&])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
  { type: 'cashtag', pattern: /(?<!\w)\$[A-Z]{1,8}\b/gu },
  { type: 'phone_number', pattern: /(?<![\w+])\+\d{1,3}[ -]?\d{3}[ -]?\d{3,4}[ -]?\d{2,4}\b/gu },
];

/** Nothing is looked for inside these. */
const OPAQUE = new Set(['code', 'pre', 'text_link', 'text_mention', 'custom_emoji', 'date_time']);

/** Adds what is found to what was given, in the order of the text. */
export function detectEntities({ text, entities }: FormattedText): readonly WireEntity[] {
  const taken = entities.filter(({ type }) => OPAQUE.has(type));
  const found: WireEntity[] = [];
  for (const { type, pattern } of DETECTORS) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (![...taken, ...found].some((other) => overlap(entity, other))) found.push(entity);
    }
  }
  return [...entities, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

function overlap(a: WireEntity, b: WireEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
