import { DIGITS } from '../../../../shared/simulator/random.ts';
import { wireChat } from '../../chats/as-wire.ts';
import { botsIn, isAdministrator } from '../../chats/membership.ts';
import type { StoredMessage } from '../../state.ts';
import type { WireInlineButton, WireKeyboardButton, WirePoll, WireReaction } from '../../wire.ts';
import { say } from './say.ts';
import { type ActionOutcome, impossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';
import { sendLocation, shareContact } from './sending.ts';
import { write } from './writing.ts';

/** A tap that nobody has heard of after that long is forgotten. */
const CALLBACK_LIFETIME_MS = 150_000;

export function react(
  { world, person, chat }: Scene,
  { messageId, emojis }: ActionOf<'react'>,
): ActionOutcome {
  const stored = chat.messages.get(messageId);
  if (stored === undefined) return impossible(`There is no message ${messageId} to react to.`);
  const old_reaction = stored.reactions.get(person.user.id) ?? [];
  const new_reaction: WireReaction[] = emojis.map((emoji) => ({ type: 'emoji', emoji }));
  stored.reactions.set(person.user.id, new_reaction);

  const target = { chat: wireChat(world, chat), message_id: messageId, date: world.time.unixSeconds() };
  const named = { ...target, user: person.user, old_reaction, new_reaction };
  const updateIds = botsIn(world, chat)
    .filter(({ user }) => chat.type === 'private' || isAdministrator(chat, user.id))
    .flatMap(({ updates }) => {
      // In channels nobody learns who it was, only how many there are.
      if (chat.type !== 'channel') return updates.push('message_reaction', named, chat.key) ?? [];
      const counted = { ...target, reactions: countReactions(stored) };
      return updates.push('message_reaction_count', counted, chat.key) ?? [];
    });
  return { kind: 'done', chatId: chat.id, messageIds: [messageId], updateIds };
}

/** Taps a button: below a message, in place of the keyboard, or one that is not there (`data`). */
export function tap(scene: Scene, action: ActionOf<'tap'>): ActionOutcome {
  const messages = [...scene.chat.messages.values()].reverse();
  const { label, data, messageId } = action;
  if (data !== undefined) {
    const id =
      messageId ?? messages.find(({ markup }) => markup?.inline_keyboard !== undefined)?.wire.message_id;
    return id === undefined
      ? impossible('Say which message the button belongs to.')
      : sendCallback(scene, id, data);
  }
  for (const { wire, markup } of messages) {
    if (messageId !== undefined && wire.message_id !== messageId) continue;
    const inline = markup?.inline_keyboard?.flat().find(({ text }) => text === label);
    if (inline !== undefined) return tapInline(scene, wire.message_id, inline);
  }
  return tapKeyboard(scene, messages, label ?? '');
}

function tapInline(scene: Scene, messageId: number, button: WireInlineButton): ActionOutcome {
  if (button.callback_data !== undefined) return sendCallback(scene, messageId, button.callback_data);
  const facts = button.url === undefined ? button : { opened: button.url };
  return { kind: 'done', chatId: scene.chat.id, messageIds: [messageId], updateIds: [], facts };
}

function sendCallback({ world, person, bot, chat }: Scene, messageId: number, data: string): ActionOutcome {
  const id = world.random.characters(DIGITS.slice(1), 17);
  const stored = chat.messages.get(messageId);
  // What has been deleted since is named, but no longer shown.
  const message = stored?.wire ?? { chat: wireChat(world, chat), message_id: messageId, date: 0 };
  const payload = {
    id,
    from: person.user,
    message,
    chat_instance: `-${chat.key.length}${Math.abs(chat.id)}`,
    data,
  };
  const updateId = bot.updates.push('callback_query', payload, chat.key, CALLBACK_LIFETIME_MS);
  world.callbackQueries.set(id, {
    botId: bot.user.id,
    personId: person.user.id,
    chatId: chat.id,
    messageId,
    askedAtMs: world.time.nowMs(),
  });
  return {
    kind: 'done',
    chatId: chat.id,
    messageIds: [messageId],
    updateIds: updateId === null ? [] : [updateId],
    facts: { callbackQueryId: id },
  };
}

/** What a Mini App behind a button of the keyboard sends; those below messages can not. */
export function fillIn(scene: Scene, { label, data }: ActionOf<'fillIn'>): ActionOutcome {
  const button = findOnKeyboard([...scene.chat.messages.values()].reverse(), label);
  if (button?.web_app === undefined)
    return impossible(`There is no button "${label}" that opens a Mini App.`);
  return say(scene, { web_app_data: { data, button_text: label } });
}

/** The keyboard that stands is the newest that came and was not removed. */
function findOnKeyboard(
  newestFirst: readonly StoredMessage[],
  label: string,
): WireKeyboardButton | undefined {
  const standing = newestFirst.find(
    ({ markup }) => markup?.keyboard !== undefined || markup?.remove_keyboard === true,
  );
  return standing?.markup?.keyboard?.flat().find(({ text }) => text === label);
}

function tapKeyboard(scene: Scene, newestFirst: readonly StoredMessage[], label: string): ActionOutcome {
  const button = findOnKeyboard(newestFirst, label);
  if (button === undefined) return impossible(`There is no button "${label}" in this chat.`);
  if (button.web_app !== undefined) return impossible('It opens a Mini App: say what is filled in there.');
  if (button.request_contact === true) return shareContact(scene);
  if (button.request_location === true) {
    return sendLocation(scene, { do: 'sendLocation', latitude: 52.52, longitude: 13.405 });
  }
  return write(scene, { do: 'write', text: label, extra: {} });
}

/** Votes in a poll of the bot, or takes the vote back with an empty list. */
export function vote(scene: Scene, { messageId, options }: ActionOf<'vote'>): ActionOutcome {
  const { person, bot, chat } = scene;
  const stored = chat.messages.get(messageId);
  const poll = stored?.content.poll;
  if (stored === undefined || poll === undefined) return impossible(`Message ${messageId} is no poll.`);
  if (poll.is_closed) return impossible('The poll is closed.');
  const isOffered = options.every((option) => poll.options[option] !== undefined);
  if (!isOffered) return impossible('There is no such option.');
  if (options.length > 1 && !poll.allows_multiple_answers) return impossible('The poll takes one answer.');
  stored.votes.set(person.user.id, options);

  const counted = countVotes(poll, stored);
  stored.content = { ...stored.content, poll: counted };
  stored.wire = { ...stored.wire, poll: counted };
  // Only the bot that asked hears of the answers.
  const voted = { kind: 'done', chatId: chat.id, messageIds: [messageId] } as const;
  if (stored.senderId !== bot.user.id) return { ...voted, updateIds: [] };
  const answer = { poll_id: poll.id, user: person.user, option_ids: options };
  const pushed = [
    poll.is_anonymous ? null : bot.updates.push('poll_answer', answer, `poll:${poll.id}`),
    bot.updates.push('poll', counted, `poll:${poll.id}`),
  ];
  return { ...voted, updateIds: pushed.filter((id) => id !== null) };
}

function countVotes(poll: WirePoll, { votes }: StoredMessage): WirePoll {
  const cast = [...votes.values()].filter((options) => options.length > 0);
  return {
    ...poll,
    total_voter_count: cast.length,
    options: poll.options.map(({ text }, index) => ({
      text,
      voter_count: cast.filter((options) => options.includes(index)).length,
    })),
  };
}

function countReactions({ reactions }: StoredMessage): object[] {
  const counts = new Map<string, number>();
  for (const { emoji = '' } of [...reactions.values()].flat()) {
    counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  }
  return [...counts].map(([emoji, total_count]) => ({ type: { type: 'emoji', emoji }, total_count }));
}
