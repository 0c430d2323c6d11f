/** A chat as the Bot API addresses it; chats of business accounts are numbered apart from the bot's own. */
export interface ChatAddress {
  /** A number, or `@channelusername`. */
  readonly chatId: number | string;
  readonly businessConnectionId: string | null;
}

export interface MessageAddress extends ChatAddress {
  readonly messageId: number;
}

/** `7001`, or `<business connection>:7001`. */
export function chatExternalId(chatId: number | string, businessConnectionId: string | null): string {
  return businessConnectionId === null ? String(chatId) : `${businessConnectionId}:${chatId}`;
}

/** Message ids are unique within a chat only: `7001:12`, or `<business connection>:7001:12`. */
export function messageExternalId(
  chatId: number | string,
  messageId: number,
  businessConnectionId: string | null,
): string {
  return `${chatExternalId(chatId, businessConnectionId)}:${messageId}`;
}

export function readChatExternalId(externalId: string): ChatAddress {
  const [businessConnectionId, chat] = splitAtLastColon(externalId);
  return { chatId: /^-?\d{1,16}$/u.test(chat) ? Number(chat) : chat, businessConnectionId };
}

/** Null: not the id of a message in a chat (a tap on a button has an id too, but nothing to point at). */
export function readMessageExternalId(externalId: string): MessageAddress | null {
  const match = /^(?:(.+):)?(-?\d{1,16}):(\d{1,16})$/u.exec(externalId);
  if (match === null) return null;
  return {
    businessConnectionId: match[1] ?? null,
    chatId: Number(match[2]),
    messageId: Number(match[3]),
  };
}

function splitAtLastColon(text: string): readonly [string | null, string] {
  const colon = text.lastIndexOf(':');
  return colon === -1 ? [null, text] : [text.slice(0, colon), text.slice(colon + 1)];
}
