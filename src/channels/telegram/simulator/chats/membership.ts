import type { Bot, Chat, MemberStatus, World } from '../state.ts';

const PRESENT: readonly (MemberStatus | undefined)[] = ['creator', 'administrator', 'member', 'restricted'];

export function isPresent(chat: Chat, userId: number): boolean {
  return PRESENT.includes(chat.members.get(userId));
}

export function isAdministrator(chat: Chat, userId: number): boolean {
  const status = chat.members.get(userId);
  return status === 'creator' || status === 'administrator';
}

/** The bots that are in a chat at present. */
export function botsIn(world: World, chat: Chat): Bot[] {
  return [...world.bots.values()].filter(({ user }) => isPresent(chat, user.id));
}
