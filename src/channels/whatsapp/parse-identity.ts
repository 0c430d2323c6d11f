import * as z from 'zod';
import type { IdentityChangedEvent } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { type Fields, Id, type Message, optional, Time, Word } from './payload.ts';

const SystemMessage = z.object({
  type: Word,
  user_id: optional(Id),
  parent_user_id: optional(Id),
  wa_id: optional(Id),
  /** Of bodies from before `wa_id` had this meaning. */
  new_wa_id: optional(Id),
});

const MOVES: ReadonlySet<string> = new Set([
  'user_changed_number',
  'user_changed_user_id',
  'customer_changed_number',
]);

/**
 * WhatsApp speaks within a chat: nobody wrote, so no window opens. The old ids are those of the message, the new
 * ones stand in `system`.
 */
export function readSystemMessage(message: Message, { system }: Fields): Reading {
  const change = SystemMessage.safeParse(system);
  if (!change.success) return notUnderstood(label('message', 'system', 'malformed'));
  const { type, user_id, parent_user_id, wa_id, new_wa_id } = change.data;
  // A new phone or a fresh installation of the same person: the ids stay.
  if (type === 'customer_identity_changed') return ignored(label('system', type));
  if (!MOVES.has(type)) return notUnderstood(label('system', type));
  return moved(
    [message.from_user_id, message.from],
    [user_id, wa_id ?? new_wa_id, parent_user_id],
    message.timestamp ?? null,
    ['system', type],
  );
}

const Replacement = optional(z.object({ previous: optional(Id), current: optional(Id) }));
const UserIdUpdate = z.object({
  wa_id: optional(Id),
  user_id: Replacement,
  parent_user_id: Replacement,
  timestamp: Time,
});

/** The field `user_id_update`: the same as a system message, which may come before it, after it or not at all. */
export function readUserIdUpdate(item: unknown): Reading {
  const update = UserIdUpdate.safeParse(item);
  if (!update.success) return notUnderstood(label('user_id_update', 'malformed'));
  const { wa_id, user_id, parent_user_id, timestamp } = update.data;
  return moved(
    [user_id?.previous, parent_user_id?.previous],
    [user_id?.current, wa_id, parent_user_id?.current],
    timestamp ?? null,
    ['user_id_update'],
  );
}

/** @param to  The new ids; the first that is there names the person from now on. */
function moved(
  from: readonly (string | undefined)[],
  to: readonly (string | undefined)[],
  occurredAt: Date | null,
  name: readonly string[],
): Reading {
  const [previousExternalId] = from.filter((id) => id !== undefined);
  const [currentExternalId, ...aliases] = new Set(to.filter((id) => id !== undefined));
  if (previousExternalId === undefined || currentExternalId === undefined) {
    return notUnderstood(label(...name, 'no-ids'));
  }
  if (previousExternalId === currentExternalId) return ignored(label(...name, 'no-change'));
  const event: IdentityChangedEvent = {
    kind: 'identity-changed',
    previousExternalId,
    currentExternalId,
    ...(aliases.length > 0 && { aliases }),
    occurredAt,
  };
  return understood([event]);
}
