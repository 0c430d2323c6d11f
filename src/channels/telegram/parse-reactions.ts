import { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { toMessageKey } from './keys.ts';
import type { UpdateContext } from './parse-message.ts';
import { senderOf } from './parse-sender.ts';
import { MessageReactionUpdated, type Reaction } from './payload.ts';

/** Somebody changed what they show on a message. The list is complete each time, so the old one is not needed. */
export function readReaction(value: unknown, { kind }: UpdateContext): Reading {
  const update = MessageReactionUpdated.safeParse(value);
  if (!update.success) return notUnderstood(label(kind, 'malformed'));
  const { chat, message_id, user, actor_chat, date, new_reaction } = update.data;
  if (chat.type === 'channel') return ignored(label(kind, 'channel'));
  if (message_id === 0) return ignored(label(kind, 'no-message-id'));
  const strange = new_reaction.filter((reaction) => toEmoji(reaction) === null);
  return understood(
    [
      {
        kind: 'reaction',
        targetExternalId: toMessageKey({ chatId: chat.id }, message_id),
        sender: senderOf({ chat, from: user, sender_chat: actor_chat }),
        emojis: new_reaction.map(toEmoji).filter((emoji) => emoji !== null),
        reactedAt: fromUnixSeconds(date),
      },
    ],
    strange.map((reaction) => label('reaction', reaction.type)),
  );
}

/** A custom emoji is a picture that has only a number. Null: a kind of reaction that is new to us. */
function toEmoji({ type, emoji, custom_emoji_id }: Reaction): string | null {
  if (type === 'emoji') return emoji ?? null;
  if (type === 'custom_emoji')
    return custom_emoji_id === undefined ? null : `custom_emoji:${custom_emoji_id}`;
  return type === 'paid' ? '⭐' : null;
}
