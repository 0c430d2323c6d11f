import { granted, isRefusal } from '../answer.ts';
import { wireChat, wireUser } from '../chats/as-wire.ts';
import { findChat } from '../checks/find-chat.ts';
import { text } from '../parameters.ts';
import type { Method } from './call.ts';

export const getChat: Method = ({ world, bot, parameters }) => {
  const chat = findChat(world, bot, parameters, 'read');
  return isRefusal(chat)
    ? chat
    : granted({ ...wireChat(world, chat), accent_color_id: 0, max_reaction_count: 11 });
};

export const getChatMember: Method = ({ world, bot, parameters }) => {
  const chat = findChat(world, bot, parameters, 'read');
  if (isRefusal(chat)) return chat;
  const userId = Number(text(parameters, 'user_id'));
  return granted({ user: wireUser(world, userId), status: chat.members.get(userId) ?? 'left' });
};
