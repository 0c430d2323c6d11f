import type { Chat, World } from '../state.ts';
import type { WireChat, WireUser } from '../wire.ts';

export function wireUser(world: World, userId: number): WireUser | undefined {
  return world.people.get(userId)?.user ?? world.bots.get(userId)?.user;
}

export function wireChat(world: World, chat: Chat): WireChat {
  const person = chat.personId === null ? undefined : world.people.get(chat.personId)?.user;
  return {
    id: chat.id,
    first_name: person?.first_name,
    last_name: person?.last_name,
    username: person?.username ?? chat.username ?? undefined,
    title: chat.title ?? undefined,
    type: chat.type,
    is_forum: chat.isForum || undefined,
  };
}
