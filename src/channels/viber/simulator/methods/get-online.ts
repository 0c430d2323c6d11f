import { type Refusal, refuse } from '../answer.ts';
import type { Chat } from '../state.ts';
import type { Call } from './index.ts';

const MAX_IDS = 100;

const ONLINE = { online_status: 0, online_status_message: 'online' } as const;
const OFFLINE = { online_status: 1, online_status_message: 'offline' } as const;
const UNAVAILABLE = { online_status: 4, online_status_message: 'unavailable' } as const;

export function getOnline({ bot, body }: Call): object | Refusal {
  if (body.ids === undefined) return refuse('missingData', 'ids is missing');
  const { ids } = body;
  if (!Array.isArray(ids) || ids.length > MAX_IDS) return refuse('badData', `ids has at most ${MAX_IDS} ids`);
  return { users: ids.map((id) => ({ id: String(id), ...presenceOf(bot.chats.get(String(id))) })) };
}

function presenceOf(chat: Chat | undefined): object {
  if (chat === undefined || chat.person.isGone) return UNAVAILABLE;
  return chat.person.isOnline ? ONLINE : OFFLINE;
}
