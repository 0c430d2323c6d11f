import type { SenderFacts } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { unsupported } from './content-kinds.ts';
import { toMessageKey } from './keys.ts';
import type { UpdateContext } from './parse-message.ts';
import { addressOf, isGroup, person, senderOf } from './parse-sender.ts';
import { CallbackQuery } from './payload.ts';

type Tap = ReturnType<typeof CallbackQuery.parse>;

/** A button under a message was tapped. What it carries is what the contact's app says: untrusted. */
export function readCallback(value: unknown, { kind }: UpdateContext): Reading {
  const query = CallbackQuery.safeParse(value);
  if (!query.success) return notUnderstood(label(kind, 'malformed'));
  const { id, message } = query.data;
  const replyToExternalId =
    message === undefined || message.message_id === 0
      ? undefined
      : toMessageKey(addressOf(message), message.message_id);
  return understood([
    {
      kind: 'message',
      externalId: `callback:${id}`,
      sender: tapperOf(query.data),
      parts: [toPart(query.data)],
      // A tap is not dated.
      sentAt: null,
      acknowledgement: id,
      ...(replyToExternalId !== undefined && { replyToExternalId }),
    },
  ]);
}

/** The bot wrote the message, so who is spoken with follows from its chat and from who tapped. */
function tapperOf({ from, message }: Tap): SenderFacts {
  const chatType = message?.chat.type;
  if (message !== undefined && (chatType === 'private' || isGroup(message.chat))) {
    return senderOf({ ...message, from, sender_chat: undefined });
  }
  return person(String(from.id), from);
}

/** Games have buttons without data. */
function toPart({ data, message }: Tap): Part {
  if (data === undefined) return unsupported('a tap that starts a game');
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? [];
  const title = buttons.find((button) => button.callback_data === data)?.text ?? null;
  return { type: 'choice-reply', payload: data, title };
}
