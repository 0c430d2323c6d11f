import type { Part } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label } from '../shared/reading.ts';
import { CONTENT_KINDS, type RawMessage, unsupported } from './content-kinds.ts';
import { readFormatting } from './formatting.ts';
import { ENVELOPE_FIELDS, SERVICE_FIELDS } from './message-fields.ts';
import type { Message } from './payload.ts';

export interface ContentReading {
  readonly parts: readonly Part[];
  /** Labels of content that is new to us or malformed. */
  readonly unknown: readonly string[];
}

/**
 * What a message says.
 *
 * @param fields  The same message as it came.
 * @returns null for a service message: nobody says anything in it.
 */
export function readContent(message: Message, fields: RawMessage): ContentReading | null {
  const found = CONTENT_KINDS.find(({ field }) => isPresent(fields[field]));
  if (found !== undefined) {
    const parts = found.read(fields[found.field], message, fields);
    if (parts !== null) return { parts: withCaption(parts, message), unknown: [] };
    return {
      parts: withCaption([unsupported(found.name)], message),
      unknown: [label('message', found.field, 'malformed')],
    };
  }

  const present = Object.keys(fields).filter((field) => isPresent(fields[field]));
  if (present.some((field) => SERVICE_FIELDS.has(field))) return null;
  const strange = present.filter((field) => !ENVELOPE_FIELDS.has(field));
  return {
    parts: withCaption([unsupported('a message of a kind that this version does not know')], message),
    unknown: strange.length === 0 ? ['message:empty'] : strange.map((field) => label('message', field)),
  };
}

/** Media carry their caption; what is not media must not lose the words that came with it. */
function withCaption(parts: readonly Part[], { caption, caption_entities }: Message): readonly Part[] {
  if (caption === undefined || parts.some((part) => part.type === 'media')) return parts;
  const formatting = readFormatting(caption, caption_entities);
  return [...parts, omitUndefined({ type: 'text' as const, text: caption, formatting })];
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
