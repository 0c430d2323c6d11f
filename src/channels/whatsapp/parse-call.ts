import * as z from 'zod';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { unsupported } from './content-kinds.ts';
import type { ChangeContext } from './parse-message.ts';
import { Id, optional, Time, Word } from './payload.ts';
import { toPerson } from './people.ts';

const Call = z.object({
  id: Word,
  event: Word,
  direction: optional(Word),
  from: optional(Id),
  from_user_id: optional(Id),
  timestamp: Time,
});

/**
 * Calls are not taken here. That a contact rang is shown all the same: it opens the window like a message. Our own
 * calls, made by another program, and how a call went mean nothing to a conversation.
 */
export function readCall(item: unknown, { contacts }: ChangeContext): Reading {
  const call = Call.safeParse(item);
  if (!call.success) return notUnderstood(label('call', 'malformed'));
  const { id, event, direction, from, from_user_id, timestamp } = call.data;
  if (event !== 'connect' || direction === 'BUSINESS_INITIATED') return ignored(label('call', event));
  const sender = toPerson({ userId: from_user_id, phone: from }, contacts);
  if (sender === null) return notUnderstood(label('call', 'nobody'));
  return understood([
    omitUndefined({
      kind: 'message' as const,
      externalId: id,
      sender,
      parts: [unsupported('a voice call')],
      sentAt: timestamp ?? null,
    }),
  ]);
}
