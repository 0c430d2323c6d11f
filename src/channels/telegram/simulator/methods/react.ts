import { badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { show } from '../chats/show.ts';
import { findChat } from '../checks/find-chat.ts';
import { findMessage } from '../checks/message-ids.ts';
import { fieldText, isList, isObject, json, type Parameters } from '../parameters.ts';
import type { WireReaction } from '../wire.ts';
import type { Method } from './call.ts';

/** The emojis that one can react with, without the variation selectors that some carry elsewhere. */
const REACTIONS = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 ' +
    '😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
);

export const setMessageReaction: Method = ({ world, bot, parameters }) => {
  const reaction = readReactions(parameters);
  if (isRefusal(reaction)) return reaction;
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const stored = findMessage(chat, parameters, 'message to react');
  if (isRefusal(stored)) return stored;
  const objection = objectionTo(reaction);
  if (objection !== null) return objection;

  stored.reactions.set(bot.user.id, reaction);
  show(world, bot, chat, { kind: 'reaction', messageId: stored.wire.message_id, reaction });
  return granted(true);
};

/** A bot has one reaction per message, an emoji of the list. */
function objectionTo(reaction: readonly WireReaction[]): Refusal | null {
  if (reaction.length > 1) return badRequest('REACTIONS_TOO_MANY');
  const [only] = reaction;
  if (only === undefined || REACTIONS.has(only.emoji ?? '')) return null;
  return badRequest('REACTION_INVALID');
}

function readReactions(parameters: Parameters): WireReaction[] | Refusal {
  const list = json(parameters, 'reaction', 'reaction types');
  if (isRefusal(list)) return list;
  if (list === undefined) return [];
  if (!isList(list)) return badRequest('expected an Array of ReactionType');
  const reactions: WireReaction[] = [];
  for (const given of list) {
    if (!isObject(given)) return badRequest("can't parse ReactionType: expected an Object");
    const type = fieldText(given, 'type');
    if (type === 'emoji') reactions.push({ type, emoji: fieldText(given, 'emoji') });
    else if (type === 'custom_emoji')
      reactions.push({ type, custom_emoji_id: fieldText(given, 'custom_emoji_id') });
    else return badRequest("can't parse ReactionType: invalid reaction type specified");
  }
  return reactions;
}
