/**
 * Our spelling of Telegram's addresses. Chat ids of a business account are independent of the bot's own chats with
 * the same number, in a channel's direct messages one chat holds many people, and a forum holds a conversation in
 * each of its topics, so all three are part of the address.
 */
export interface ChatAddress {
  readonly chatId: number;
  readonly businessConnectionId?: string;
  readonly directMessagesTopicId?: number;
  readonly forumTopicId?: number;
}

/** An identity's external id: `7001`, `bc-1:7001`, `-1001/42` or `-1001#42`. */
export function toIdentityId(address: ChatAddress): string {
  const { chatId, businessConnectionId, directMessagesTopicId, forumTopicId } = address;
  if (businessConnectionId !== undefined) return `${businessConnectionId}:${chatId}`;
  if (forumTopicId !== undefined) return `${chatId}#${forumTopicId}`;
  return directMessagesTopicId === undefined ? String(chatId) : `${chatId}/${directMessagesTopicId}`;
}

/** Null for what `toIdentityId` never makes. */
export function readIdentityId(externalId: string): ChatAddress | null {
  const match = /^(?:(.+):)?(-?\d{1,16})(?:([/#])(\d{1,16}))?$/su.exec(externalId);
  if (match === null) return null;
  const [, businessConnectionId, chatId, sign, topicId] = match;
  return {
    chatId: Number(chatId),
    ...(businessConnectionId !== undefined && { businessConnectionId }),
    ...(sign === '/' && { directMessagesTopicId: Number(topicId) }),
    ...(sign === '#' && { forumTopicId: Number(topicId) }),
  };
}

/** A message's external id: `7001:12`, or `bc-1:7001:12`. */
export function toMessageKey(address: ChatAddress, messageId: number): string {
  const { chatId, businessConnectionId } = address;
  const key = `${chatId}:${messageId}`;
  return businessConnectionId === undefined ? key : `${businessConnectionId}:${key}`;
}

export interface MessageAddress {
  readonly chat: ChatAddress;
  readonly messageId: number;
}

/** Null for messages that Telegram can not find by number: ephemeral ones, and taps. */
export function readMessageKey(key: string): MessageAddress | null {
  const end = key.lastIndexOf(':');
  const chat = end === -1 ? null : readIdentityId(key.slice(0, end));
  const messageId = key.slice(end + 1);
  if (chat === null || !/^[1-9]\d{0,15}$/u.test(messageId)) return null;
  return { chat, messageId: Number(messageId) };
}
