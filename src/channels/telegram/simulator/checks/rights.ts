import { badRequest, type Refusal } from '../answer.ts';
import { isAdministrator } from '../chats/membership.ts';
import type { Bot, Chat, World } from '../state.ts';

/** What a right to send is about, in Telegram's words. */
export type Sendable =
  | 'text messages'
  | 'photos'
  | 'videos'
  | 'music'
  | 'voice notes'
  | 'video notes'
  | 'animations'
  | 'documents'
  | 'stickers'
  | 'locations'
  | 'venues'
  | 'contacts'
  | 'polls'
  | 'dice'
  | 'the rich message';

/** Why the bot must not put this into the chat; null: it may. */
export function objectionToSending(world: World, bot: Bot, chat: Chat, what: Sendable): Refusal | null {
  if (chat.type === 'channel' && !isAdministrator(chat, bot.user.id)) {
    return badRequest('need administrator rights in the channel chat');
  }
  if (chat.members.get(bot.user.id) === 'restricted') {
    return badRequest(`not enough rights to send ${what} to the chat`);
  }
  const person = chat.personId === null ? undefined : world.people.get(chat.personId);
  if (person?.acceptsVoice === false && (what === 'voice notes' || what === 'video notes')) {
    return badRequest('VOICE_MESSAGES_FORBIDDEN');
  }
  return null;
}
