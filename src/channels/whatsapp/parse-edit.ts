import * as z from 'zod';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { readContent } from './parse-content.ts';
import { Fields, type Message, Word } from './payload.ts';

const Edit = z.object({ original_message_id: Word, message: Fields });
const EditedMessage = z.object({ type: Word });

/** Only numbers that share the WhatsApp Business app hear of edits, up to 15 minutes after the message. */
export function readEdit({ timestamp }: Message, { edit }: Fields): Reading {
  const change = Edit.safeParse(edit);
  const edited = EditedMessage.safeParse(change.data?.message);
  if (!change.success || !edited.success) return notUnderstood(label('message', 'edit', 'malformed'));
  // Without a time nothing says which of two edits is the later one.
  if (timestamp === undefined) return notUnderstood(label('message', 'edit', 'no-time'));
  const { parts, unknown } = readContent(edited.data, change.data.message);
  const targetExternalId = change.data.original_message_id;
  return understood([{ kind: 'message-edited', targetExternalId, parts, editedAt: timestamp }], unknown);
}

const Revocation = z.object({ original_message_id: Word });

/** Up to two days after the message, and there too only for such numbers. */
export function readRevocation({ timestamp }: Message, { revoke }: Fields): Reading {
  const revocation = Revocation.safeParse(revoke);
  if (!revocation.success) return notUnderstood(label('message', 'revoke', 'malformed'));
  const targetExternalId = revocation.data.original_message_id;
  return understood([{ kind: 'message-deleted', targetExternalId, deletedAt: timestamp ?? null }]);
}
