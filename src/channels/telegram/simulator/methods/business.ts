import { badRequest, granted, isRefusal } from '../answer.ts';
import { show } from '../chats/show.ts';
import { findChat } from '../checks/find-chat.ts';
import { findMessage, readMessageIds } from '../checks/message-ids.ts';
import { text } from '../parameters.ts';
import { wireConnection } from '../people/business-connections.ts';
import type { Method } from './call.ts';

export const getBusinessConnection: Method = ({ world, bot, parameters }) => {
  const connection = world.businessConnections.get(text(parameters, 'business_connection_id'));
  return connection === undefined || connection.botId !== bot.user.id
    ? badRequest('business connection not found')
    : granted(wireConnection(world, connection));
};

/** Only what the bot itself sent there; what is gone already is passed over. */
export const deleteBusinessMessages: Method = ({ world, bot, parameters }) => {
  const ids = readMessageIds(parameters);
  if (isRefusal(ids)) return ids;
  const connection = world.businessConnections.get(text(parameters, 'business_connection_id'));
  if (connection === undefined || connection.botId !== bot.user.id || !connection.isEnabled) {
    return badRequest('business connection not found');
  }
  const chats = [...world.chats.values()].filter(
    ({ businessConnectionId }) => businessConnectionId === connection.id,
  );
  const found = chats.flatMap((chat) =>
    ids.flatMap((id) => {
      const stored = chat.messages.get(id);
      return stored?.senderId === bot.user.id ? [{ chat, id }] : [];
    }),
  );
  for (const { chat, id } of found) {
    chat.messages.delete(id);
    show(world, bot, chat, { kind: 'deletion', messageId: id });
  }
  return granted(true);
};

/** The only read receipt that a bot can give. */
export const readBusinessMessage: Method = ({ world, bot, parameters }) => {
  if (text(parameters, 'business_connection_id') === '') return badRequest('business connection not found');
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const stored = findMessage(chat, parameters, 'message to read');
  if (isRefusal(stored)) return stored;
  show(world, bot, chat, { kind: 'read', messageId: stored.wire.message_id });
  return granted(true);
};
