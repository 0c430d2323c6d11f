import { badRequest, forbidden, type Refusal } from '../answer.ts';
import { businessKey, privateKey, sharedKey } from '../chats/chat-keys.ts';
import { isPresent } from '../chats/membership.ts';
import { type Parameters, text } from '../parameters.ts';
import type { Bot, Chat, World } from '../state.ts';

/** What a bot means to do in a chat: look at it, or change something there. */
export type Access = 'read' | 'write';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The chat that `chat_id` and `business_connection_id` name, if the bot may do there what it wants. */
export function findChat(world: World, bot: Bot, parameters: Parameters, access: Access): Chat | Refusal {
  const connectionId = text(parameters, 'business_connection_id');
  return connectionId === ''
    ? findChatById(world, bot, text(parameters, 'chat_id'), access)
    : findBusinessChat(world, bot, connectionId, text(parameters, 'chat_id'));
}

/** @param chatId  A number, or `@username` of a channel or supergroup. */
export function findChatById(world: World, bot: Bot, chatId: string, access: Access): Chat | Refusal {
  if (chatId === '') return badRequest('chat_id is empty');
  if (chatId.startsWith('@')) {
    const username = chatId.slice(1).toLowerCase();
    const found = [...world.chats.values()].find((chat) => chat.username?.toLowerCase() === username);
    return found === undefined ? badRequest('chat not found') : accessTo(bot, found, access);
  }
  const id = Number(chatId);
  if (id > 0) return findPrivateChat(world, bot, id, access);
  const shared = world.chats.get(sharedKey(id));
  const isKnown = shared?.members.has(bot.user.id) === true;
  return shared === undefined || !isKnown ? badRequest('chat not found') : accessTo(bot, shared, access);
}

function findPrivateChat(world: World, bot: Bot, personId: number, access: Access): Chat | Refusal {
  if (world.bots.has(personId)) return forbidden("bot can't send messages to bots");
  const chat = world.chats.get(privateKey(bot.user.id, personId));
  if (chat === undefined) {
    // A bot knows people from groups; having seen somebody is not having been written to.
    const isSeen = [...world.chats.values()].some(
      (other) => isPresent(other, bot.user.id) && other.members.has(personId),
    );
    return isSeen ? forbidden("bot can't initiate conversation with a user") : badRequest('chat not found');
  }
  if (access === 'write' && world.people.get(personId)?.isDeactivated === true) {
    return forbidden('user is deactivated');
  }
  if (access === 'write' && chat.members.get(bot.user.id) === 'kicked') {
    return forbidden('bot was blocked by the user');
  }
  return chat;
}

function accessTo(bot: Bot, chat: Chat, access: Access): Chat | Refusal {
  if (chat.isDeleted) return forbidden('the group chat was deleted');
  if (chat.migratedToId !== null && access === 'write') {
    return badRequest('group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedToId,
    });
  }
  if (chat.members.get(bot.user.id) === 'kicked')
    return forbidden(`bot was kicked from the ${chat.type} chat`);
  const mayLook = chat.username !== null && access === 'read';
  if (!isPresent(chat, bot.user.id) && !mayLook) {
    return forbidden(`bot is not a member of the ${chat.type} chat`);
  }
  return chat;
}

/** A customer's chat with a business account, which may be answered for a day after the customer wrote. */
function findBusinessChat(world: World, bot: Bot, connectionId: string, chatId: string): Chat | Refusal {
  if (chatId === '') return badRequest('chat identifier is empty');
  if (!/^-?\d+$/u.test(chatId)) return badRequest('chat identifier must be a valid Integer');
  const connection = world.businessConnections.get(connectionId);
  if (connection === undefined || connection.botId !== bot.user.id || !connection.isEnabled) {
    return badRequest('business connection not found');
  }
  if (!connection.canReply) {
    return badRequest('not enough rights to send messages on behalf of the business account');
  }
  const chat = world.chats.get(businessKey(connectionId, Number(chatId)));
  const lastInboundAtMs = chat?.lastInboundAtMs ?? Number.NEGATIVE_INFINITY;
  if (chat === undefined || world.time.nowMs() - lastInboundAtMs >= DAY_MS) {
    return badRequest('BUSINESS_PEER_INVALID');
  }
  return chat;
}

/** The thread that a message shall go into; undefined: none, or a chat without threads, where it does not matter. */
export function findThread(chat: Chat, parameters: Parameters): number | undefined | Refusal {
  const threadId = Number(text(parameters, 'message_thread_id'));
  if (!chat.isForum || !(threadId > 0)) return undefined;
  const topic = chat.topics.get(threadId);
  if (topic === undefined) return badRequest('message thread not found');
  return topic.isClosed ? badRequest('TOPIC_CLOSED') : threadId;
}
