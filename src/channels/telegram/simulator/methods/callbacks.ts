import { badRequest, granted } from '../answer.ts';
import { showTo } from '../chats/show.ts';
import { flag, text } from '../parameters.ts';
import type { Method } from './call.ts';

const MAX_ANSWER_LENGTH = 200;
/** "Within minutes": as long as the update with the tap itself is kept. */
const ANSWERABLE_FOR_MS = 150_000;

export const answerCallbackQuery: Method = ({ world, bot, parameters }) => {
  const answer = text(parameters, 'text');
  if ([...answer].length > MAX_ANSWER_LENGTH) return badRequest('MESSAGE_TOO_LONG');
  const id = text(parameters, 'callback_query_id');
  const query = world.callbackQueries.get(id);
  const isOpen = query !== undefined && world.time.nowMs() - query.askedAtMs <= ANSWERABLE_FOR_MS;
  if (!isOpen || query.botId !== bot.user.id) {
    return badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  const person = world.people.get(query.personId);
  if (person !== undefined) {
    const isAlert = flag(parameters, 'show_alert');
    const url = text(parameters, 'url') || null;
    showTo(world, bot, query.chatId, person, { kind: 'tap-answer', text: answer, isAlert, url });
  }
  return granted(true);
};
