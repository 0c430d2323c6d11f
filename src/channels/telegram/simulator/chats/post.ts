import { asReceived } from '../people/received-message.ts';
import type { Bot, Chat, StoredMessage, World } from '../state.ts';
import type { WireContent, WireMessage, WireReplyMarkup } from '../wire.ts';
import { wireChat, wireUser } from './as-wire.ts';
import { botsIn } from './membership.ts';
import { show } from './show.ts';
import { isVisibleTo } from './visibility.ts';

/** A message about to be posted. */
export interface Draft {
  /** A person or a bot; null: the chat itself says it. */
  readonly senderId: number | null;
  readonly content: WireContent;
  /** What surrounds the content: a reply, an album. */
  readonly envelope?: Partial<WireMessage>;
  readonly markup?: WireReplyMarkup | undefined;
}

export interface Posted {
  readonly stored: StoredMessage;
  /** The updates that it caused, of all bots together. */
  readonly updateIds: readonly number[];
}

/** Puts a message into a chat, shows it to the people there and tells the bots. */
export function post(world: World, chat: Chat, { senderId, content, envelope, markup }: Draft): Posted {
  chat.lastMessageId += 1;
  const surrounding: WireMessage = {
    message_id: chat.lastMessageId,
    ...senderOf(world, chat, senderId),
    chat: wireChat(world, chat),
    date: world.time.unixSeconds(),
    ...envelope,
  };
  const stored: StoredMessage = {
    wire: { ...surrounding, ...content, reply_markup: shownMarkup(markup) },
    envelope: surrounding,
    content,
    markup,
    senderId,
    sentAtMs: world.time.nowMs(),
    reactions: new Map(),
    votes: new Map(),
  };
  chat.messages.set(stored.wire.message_id, stored);

  const bot = senderId === null ? undefined : world.bots.get(senderId);
  if (bot !== undefined) {
    show(world, bot, chat, { kind: 'message', message: asReceived(world, stored) });
    // The owner's side of a business chat sees what is sent for them; the bot is told as well.
    const updateId = chat.businessConnectionId === null ? null : tell(bot, chat, stored, 'business_message');
    return { stored, updateIds: updateId === null ? [] : [updateId] };
  }
  if (senderId === chat.personId) chat.lastInboundAtMs = stored.sentAtMs;
  return { stored, updateIds: tellBots(world, chat, stored, newKind(chat)) };
}

/** Gives a message another content, and tells the other side. */
export function repost(
  world: World,
  chat: Chat,
  stored: StoredMessage,
  { content, markup }: Pick<Draft, 'content' | 'markup'>,
): readonly number[] {
  const edit_date = world.time.unixSeconds();
  stored.wire = { ...stored.envelope, edit_date, ...content, reply_markup: shownMarkup(markup) };
  stored.content = content;
  stored.markup = markup;
  const bot = stored.senderId === null ? undefined : world.bots.get(stored.senderId);
  if (bot === undefined) return tellBots(world, chat, stored, editedKind(chat));
  show(world, bot, chat, { kind: 'edit', message: asReceived(world, stored) });
  return [];
}

/** On the wire a message shows only the buttons below it, not those in place of a keyboard. */
function shownMarkup(markup: WireReplyMarkup | undefined): WireReplyMarkup | undefined {
  return markup?.inline_keyboard === undefined ? undefined : markup;
}

function tellBots(world: World, chat: Chat, stored: StoredMessage, kind: string): number[] {
  return botsIn(world, chat).flatMap((bot) => {
    if (!isVisibleTo(bot, chat, stored)) return [];
    return tell(bot, chat, stored, kind) ?? [];
  });
}

function tell(bot: Bot, chat: Chat, { wire }: StoredMessage, kind: string): number | null {
  return bot.updates.push(kind, wire, chat.key);
}

function senderOf(world: World, chat: Chat, senderId: number | null): Partial<WireMessage> {
  if (chat.type === 'channel') return { sender_chat: wireChat(world, chat) };
  if (chat.businessConnectionId === null) {
    return { from: senderId === null ? undefined : wireUser(world, senderId) };
  }
  const connection = world.businessConnections.get(chat.businessConnectionId);
  const isBot = senderId !== null && world.bots.has(senderId);
  // What a bot sends for a business account comes from its owner, with a note of which bot it was.
  const authorId = isBot ? connection?.ownerId : senderId;
  return {
    business_connection_id: chat.businessConnectionId,
    sender_business_bot: isBot ? wireUser(world, senderId) : undefined,
    from: authorId === null || authorId === undefined ? undefined : wireUser(world, authorId),
  };
}

function newKind(chat: Chat): string {
  if (chat.type === 'channel') return 'channel_post';
  return chat.businessConnectionId === null ? 'message' : 'business_message';
}

function editedKind(chat: Chat): string {
  return chat.type === 'channel' ? 'edited_channel_post' : `edited_${newKind(chat)}`;
}
