import { badRequest, granted, isRefusal } from '../answer.ts';
import { show } from '../chats/show.ts';
import { findChat, findThread } from '../checks/find-chat.ts';
import { text } from '../parameters.ts';
import type { Method } from './call.ts';

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

export const sendChatAction: Method = ({ world, bot, parameters }) => {
  const action = text(parameters, 'action').toLowerCase();
  if (!ACTIONS.has(action)) return badRequest('wrong parameter action in request');
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const thread = findThread(chat, parameters);
  if (isRefusal(thread)) return thread;
  show(world, bot, chat, { kind: 'action', action });
  return granted(true);
};
