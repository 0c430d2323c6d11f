import type { AccountContext, MessageTarget } from '../../core/channel/index.ts';
import { ChannelError } from '../../core/channel/index.ts';
import { callRepeatably } from './call-api.ts';
import { isAlreadyGone, isTooLateToAnswer } from './errors.ts';
import { readIdentityId, readMessageKey } from './keys.ts';

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

/** A bot shows at most one reaction on a message; only the first emoji counts. */
export async function react(
  target: MessageTarget,
  emojis: readonly string[],
  context: AccountContext,
): Promise<void> {
  const { businessConnectionId: _, ...place } = placeOf(target);
  const reaction = emojis.slice(0, 1).map((emoji) => ({ type: 'emoji', emoji }));
  await callRepeatably('setMessageReaction', { ...place, reaction }, context);
}

export async function startTyping(recipientExternalId: string, context: AccountContext): Promise<void> {
  const address = readIdentityId(recipientExternalId);
  if (address === null) throw noSuchPlace(recipientExternalId);
  const { chatId, businessConnectionId } = address;
  const business = businessConnectionId === undefined ? {} : { business_connection_id: businessConnectionId };
  await callRepeatably('sendChatAction', { ...business, chat_id: chatId, action: 'typing' }, context);
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
  return new ChannelError('rejected', `Telegram has nothing that could be addressed as "${externalId}".`, {
    platformCode: 'address:malformed',
    cause: 'not-found',
    actionBy: 'author',
  });
}
