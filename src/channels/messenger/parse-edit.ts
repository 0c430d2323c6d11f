import * as z from 'zod';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { EventContext } from './parse-event.ts';
import { Word } from './payload.ts';

const Edit = z.object({ mid: Word, text: z.string() });

/** `num_edit` is not read: of several edits the one with the newest time is what the message says. */
export function readEdit(value: unknown, { occurredAt }: EventContext): Reading {
  const edit = Edit.safeParse(value);
  if (!edit.success) return notUnderstood(label('message_edit', 'malformed'));
  if (occurredAt === null) return notUnderstood(label('message_edit', 'no-time'));
  const { mid, text } = edit.data;
  return understood([
    {
      kind: 'message-edited',
      targetExternalId: mid,
      parts: [{ type: 'text', text }],
      editedAt: occurredAt,
    },
  ]);
}
