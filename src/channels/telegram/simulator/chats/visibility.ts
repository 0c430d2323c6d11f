import type { Bot, Chat, StoredMessage } from '../state.ts';
import type { WireMessage } from '../wire.ts';
import { isAdministrator } from './membership.ts';

const SERVICE: readonly (keyof WireMessage)[] = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'group_chat_created',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
];

/** Whether a bot gets to see a person's message: in groups privacy mode hides what is not meant for it. */
export function isVisibleTo(bot: Bot, chat: Chat, { wire }: StoredMessage): boolean {
  const isGroup = chat.type === 'group' || chat.type === 'supergroup';
  if (!isGroup || !bot.hasPrivacyMode || isAdministrator(chat, bot.user.id)) return true;
  if (SERVICE.some((field) => wire[field] !== undefined)) return true;
  return wire.reply_to_message?.from?.id === bot.user.id || isCommandFor(bot, wire);
}

/** `/help`, `/help@this_bot`, but not `/help@other_bot`. */
function isCommandFor(bot: Bot, { text = '', entities = [] }: WireMessage): boolean {
  return entities.some(({ type, offset, length }) => {
    if (type !== 'bot_command') return false;
    const addressee = text.slice(offset, offset + length).split('@')[1];
    return addressee === undefined || addressee.toLowerCase() === bot.user.username.toLowerCase();
  });
}
