import { badRequest, granted, isRefusal } from '../answer.ts';
import { show } from '../chats/show.ts';
import { findChat } from '../checks/find-chat.ts';
import { findMessage } from '../checks/message-ids.ts';
import { text } from '../parameters.ts';
import { wireConnection } from '../people/business-connections.ts';
import type { Method } from './call.ts';

export const getBusinessConnection: Method = ({ world, bot, parameters }) => {
  const connection = world.businessConnections.get(text(parameters, 'business_connection_id'));
  return connection === undefined || connection.botId !== bot.user.id
    ? badRequest('business connection not found')
    : granted(wireConnection(world, connection));
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
