import type { IdentityChangedEvent } from '../../core/channel/index.ts';
import { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
import { ignored, label, type Reading, understood } from '../shared/reading.ts';
import type { RawMessage } from './content-kinds.ts';
import { SERVICE_FIELDS } from './message-fields.ts';
import { senderOf } from './parse-sender.ts';
import { type Message, ServiceMessage } from './payload.ts';

/** Something that the platform notes in a chat: two kinds of it concern us. */
export function readServiceMessage(message: Message, fields: RawMessage, kind: string): Reading {
  const service = ServiceMessage.parse(fields);
  const occurredAt = fromUnixSeconds(message.date);
  if (service.write_access_allowed !== undefined) {
    return understood([{ kind: 'opt-in', sender: senderOf(message), occurredAt }]);
  }
  // A group that became a supergroup says so twice: in the old chat, and in the new one.
  if (service.migrate_to_chat_id !== undefined) {
    return understood([movedTo(message.chat.id, service.migrate_to_chat_id, occurredAt)]);
  }
  if (service.migrate_from_chat_id !== undefined) {
    return understood([movedTo(service.migrate_from_chat_id, message.chat.id, occurredAt)]);
  }
  return ignored(label(kind, Object.keys(fields).find((field) => SERVICE_FIELDS.has(field)) ?? 'service'));
}

function movedTo(from: number, to: number, occurredAt: Date | null): IdentityChangedEvent {
  return {
    kind: 'identity-changed',
    previousExternalId: String(from),
    currentExternalId: String(to),
    occurredAt,
  };
}
