import type { InboxFact } from '../people/inbox.ts';
import type { Bot, Chat, Person, World } from '../state.ts';
import { isPresent } from './membership.ts';

/** Lets everybody in a chat see what a bot did there. */
export function show(world: World, bot: Bot, chat: Chat, fact: InboxFact): void {
  for (const person of audience(world, chat)) showTo(world, bot, chat.id, person, fact);
}

export function showTo(world: World, bot: Bot, chatId: number, person: Person, fact: InboxFact): void {
  person.inbox.add({ ...fact, at: world.time.now(), chatId, bot: bot.user.username });
}

/** In a business chat the customer; in any other everybody who is in it. */
function audience(world: World, chat: Chat): Person[] {
  if (chat.personId !== null) {
    const person = world.people.get(chat.personId);
    return person === undefined ? [] : [person];
  }
  return [...world.people.values()].filter(({ user }) => isPresent(chat, user.id));
}
