import { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { UpdateContext } from './parse-message.ts';
import { isGroup, senderOf } from './parse-sender.ts';
import { ChatMemberUpdated } from './payload.ts';

/**
 * The bot's own standing in a chat changed. In a private chat it means that the person blocked the bot or let it in
 * again; in a group, that the bot was thrown out or invited.
 */
export function readMembership(value: unknown, { kind }: UpdateContext): Reading {
  const update = ChatMemberUpdated.safeParse(value);
  if (!update.success) return notUnderstood(label(kind, 'malformed'));
  const { chat, from, date, new_chat_member } = update.data;
  if (chat.type === 'channel') return ignored(label(kind, 'channel'));
  const canWrite = mayWrite(new_chat_member);
  if (canWrite === null) return notUnderstood(label(kind, 'status', new_chat_member.status));
  // Who changed the standing says nothing about a group, and no participant has spoken.
  const sender = senderOf({ chat, from: isGroup(chat) ? undefined : from });
  const occurredAt = fromUnixSeconds(date);
  return understood([
    canWrite
      ? { kind: 'opt-in', sender, occurredAt }
      : { kind: 'opt-out', sender, occurredAt, scope: 'all', reason: 'blocked' },
  ]);
}

/** Null: a status that is new to us. */
function mayWrite({
  status,
  is_member,
}: {
  status: string;
  is_member?: boolean | undefined;
}): boolean | null {
  switch (status) {
    case 'creator':
    case 'administrator':
    case 'member':
      return true;
    case 'restricted':
      return is_member === true;
    case 'left':
    case 'kicked':
      return false;
    default:
      return null;
  }
}
