import { omitUndefined } from '../shared/omit-undefined.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { readContent } from './parse-content.ts';
import { readEdit, readRevocation } from './parse-edit.ts';
import type { ChangeContext } from './parse-message.ts';
import { Fields, Id, Message, optional } from './payload.ts';
import { toPerson } from './people.ts';

const Echo = Message.extend({ to: optional(Id), to_user_id: optional(Id) });

/** A colleague's message from the WhatsApp Business app, or Meta's own agent's: outbound, and not by us. */
export function readEcho(item: unknown, { contacts }: ChangeContext): Reading {
  const echo = Echo.safeParse(item);
  const fields = Fields.safeParse(item);
  if (!echo.success || !fields.success) return notUnderstood(label('echo', 'malformed'));
  const { id, type, timestamp, to, to_user_id, group_id, context } = echo.data;
  if (type === 'edit') return readEdit(echo.data, fields.data);
  if (type === 'revoke') return readRevocation(echo.data, fields.data);
  if (type === 'reaction') return ignored(label('echo', type));
  const recipient =
    group_id === undefined
      ? toPerson({ userId: to_user_id, phone: to }, contacts)
      : { externalId: group_id, identityKind: 'GROUP' as const };
  if (recipient === null) return notUnderstood(label('echo', 'nobody'));
  const { parts, unknown } = readContent(echo.data, fields.data);
  const event = omitUndefined({
    kind: 'echo' as const,
    externalId: id,
    recipient,
    parts,
    sentAt: timestamp ?? null,
    replyToExternalId: context?.id,
  });
  return understood([event], unknown);
}
