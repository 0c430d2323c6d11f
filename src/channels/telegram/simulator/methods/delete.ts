import { badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { isAdministrator } from '../chats/membership.ts';
import { show } from '../chats/show.ts';
import { findChat } from '../checks/find-chat.ts';
import { findMessage, readMessageIds } from '../checks/message-ids.ts';
import { integer, text } from '../parameters.ts';
import type { Bot, Chat, StoredMessage, World } from '../state.ts';
import type { Method } from './call.ts';

const DELETABLE_FOR_MS = 48 * 60 * 60 * 1000;

export const deleteMessage: Method = ({ world, bot, parameters }) => {
  if (text(parameters, 'chat_id') === '') return badRequest('chat identifier is not specified');
  if (integer(parameters, 'message_id', { absent: 0 }) === 0)
    return badRequest('message identifier is not specified');
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const stored = findMessage(chat, parameters, 'message to delete');
  if (isRefusal(stored)) return stored;
  const objection = objectionToDeletion(world, bot, chat, stored);
  if (objection !== null) return objection;
  remove(world, bot, chat, stored);
  return granted(true);
};

/** Those that are gone already are passed over; one that may not be deleted keeps all. */
export const deleteMessages: Method = ({ world, bot, parameters }) => {
  const ids = readMessageIds(parameters);
  if (isRefusal(ids)) return ids;
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const found = ids.flatMap((id) => chat.messages.get(id) ?? []);
  for (const stored of found) {
    const objection = objectionToDeletion(world, bot, chat, stored);
    if (objection !== null) return objection;
  }
  for (const stored of found) remove(world, bot, chat, stored);
  return granted(true);
};

function objectionToDeletion(world: World, bot: Bot, chat: Chat, stored: StoredMessage): Refusal | null {
  const isOwn = stored.senderId === bot.user.id;
  const mayDeleteOthers = chat.type === 'private' || isAdministrator(chat, bot.user.id);
  if (!isOwn && !mayDeleteOthers) return badRequest("message can't be deleted");
  const isOld = world.time.nowMs() - stored.sentAtMs > DELETABLE_FOR_MS;
  return isOld ? badRequest("message can't be deleted for everyone") : null;
}

function remove(world: World, bot: Bot, chat: Chat, { wire }: StoredMessage): void {
  chat.messages.delete(wire.message_id);
  show(world, bot, chat, { kind: 'deletion', messageId: wire.message_id });
}
