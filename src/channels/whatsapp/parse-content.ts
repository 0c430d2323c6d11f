import type { Part } from '../../core/model/part.ts';
import { label } from '../shared/reading.ts';
import { CONTENT_KINDS, unsupported } from './content-kinds.ts';
import { Fields, type Message, optional, Word } from './payload.ts';

export interface ContentReading {
  readonly parts: readonly Part[];
  /** Labels of content that is new to us or malformed. */
  readonly unknown: readonly string[];
}

/**
 * What a message says. Never empty: what can not be read is named, so that somebody sees that something was written.
 *
 * @param fields  The same message as it came.
 */
export function readContent({ type }: Pick<Message, 'type'>, fields: Fields): ContentReading {
  if (type === 'unsupported' || type === 'unknown') {
    return { parts: [unsupported(nameOfUnsupported(fields))], unknown: [] };
  }
  const kind = CONTENT_KINDS.get(type);
  if (kind === undefined) {
    return {
      parts: [unsupported('a message of a kind that this version does not know')],
      unknown: [label('message', type)],
    };
  }
  const parts = kind.read(fields[type]);
  if (parts !== null) return { parts, unknown: [] };
  return { parts: [unsupported(kind.name)], unknown: [label('message', type, subtypeOf(fields[type]))] };
}

/** Recent bodies say what it would have been (a poll); older ones only that it is nothing for businesses. */
function nameOfUnsupported({ unsupported: detail }: Fields): string {
  const type = KindOfUnsupported.parse(Fields.safeParse(detail).data?.type);
  return type === undefined
    ? 'something that WhatsApp does not pass on to businesses'
    : `${type.replaceAll(/[^a-z]+/gu, ' ').trim()} (WhatsApp does not pass it on to businesses)`;
}

const KindOfUnsupported = optional(Word.regex(/^[a-z_]{2,40}$/u));

/** An interactive answer of a new type is worth telling from a malformed one. */
function subtypeOf(content: unknown): string {
  return KindOfUnsupported.parse(Fields.safeParse(content).data?.type) ?? 'malformed';
}
