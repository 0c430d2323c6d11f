import { type AccountContext, ChannelError, type MessageTarget } from '../../core/channel/index.ts';
import type { RejectionCause } from '../../core/model/failure.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { callRepeatably } from './call-api.ts';
import { isAlreadyGone, isTooLateToAnswer } from './errors.ts';
import { readIdentityId, readMessageKey } from './keys.ts';
import { toReactionEmoji } from './reactions.ts';

/** Up to 48 hours after sending. */
export async function deleteMessage(target: MessageTarget, context: AccountContext): Promise<void> {
  const { businessConnectionId, ...place } = placeOf(target);
  try {
    if (businessConnectionId === undefined) {
      await callRepeatably('deleteMessage', place, context);
      return;
    }
    const { message_id } = place;
    const body = { business_connection_id: businessConnectionId, message_ids: [message_id] };
    await callRepeatably('deleteBusinessMessages', body, context);
  } catch (error) {
    if (!isAlreadyGone(error)) throw error;
  }
}

/** A bot shows at most one reaction on a message, and none in the chats of a business account. */
export async function react(
  target: MessageTarget,
  emojis: readonly string[],
  context: AccountContext,
): Promise<void> {
  const { businessConnectionId, ...place } = placeOf(target);
  // Telegram would look for the message in the bot's own chat with the same number.
  if (businessConnectionId !== undefined) {
    throw notPossible('A bot can not react in the chats of a business account.', 'not-permitted');
  }
  const reaction = emojis.map((emoji) => ({ type: 'emoji', emoji: toReactionEmoji(emoji) }));
  if (reaction.length > 1 || reaction.some(({ emoji }) => emoji === null)) {
    throw notPossible('Telegram takes one reaction, out of a fixed list of emoji.', 'invalid-content');
  }
  await callRepeatably('setMessageReaction', { ...place, reaction }, context);
}

export async function startTyping(recipientExternalId: string, context: AccountContext): Promise<void> {
  const address = readIdentityId(recipientExternalId);
  if (address === null) throw noSuchPlace(recipientExternalId);
  const { chatId, businessConnectionId, forumTopicId } = address;
  const place = omitUndefined({
    business_connection_id: businessConnectionId,
    chat_id: chatId,
    message_thread_id: forumTopicId,
  });
  await callRepeatably('sendChatAction', { ...place, action: 'typing' }, context);
}

/** Bots read in silence; only in the chats of a business account the customer can be shown it. */
export async function markRead({ messageExternalId }: MessageTarget, context: AccountContext): Promise<void> {
  const address = readMessageKey(messageExternalId);
  const businessConnectionId = address?.chat.businessConnectionId;
  if (address === null || businessConnectionId === undefined) return;
  const { chat, messageId } = address;
  const body = { business_connection_id: businessConnectionId, chat_id: chat.chatId, message_id: messageId };
  await callRepeatably('readBusinessMessage', body, context);
}

/** @param acknowledgement  A callback query's id, good for some minutes. */
export async function acknowledge(acknowledgement: string, context: AccountContext): Promise<void> {
  try {
    await callRepeatably('answerCallbackQuery', { callback_query_id: acknowledgement }, context);
  } catch (error) {
    if (!isTooLateToAnswer(error)) throw error;
  }
}

export function placeOf({ messageExternalId }: MessageTarget): {
  readonly chat_id: number;
  readonly message_id: number;
  readonly businessConnectionId?: string;
} {
  const address = readMessageKey(messageExternalId);
  if (address === null) throw noSuchPlace(messageExternalId);
  const { chat, messageId } = address;
  const business =
    chat.businessConnectionId === undefined ? {} : { businessConnectionId: chat.businessConnectionId };
  return { chat_id: chat.chatId, message_id: messageId, ...business };
}

function noSuchPlace(externalId: string): ChannelError {
  return notPossible(`Telegram has nothing that could be addressed as "${externalId}".`, 'not-found');
}

/** Refused before anything leaves. */
function notPossible(message: string, cause: RejectionCause): ChannelError {
  return new ChannelError('rejected', message, { platformCode: 'not-asked', cause, actionBy: 'author' });
}
