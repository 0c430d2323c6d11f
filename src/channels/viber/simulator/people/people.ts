import type { Bot, Chat, Person, World } from '../state.ts';
import { createInbox } from './inbox.ts';

export interface PersonFacts {
  /** Default: a made-up one. */
  readonly phoneNumber?: string | undefined;
  /** Two letters; default UA. */
  readonly country?: string | undefined;
  readonly language?: string | undefined;
  readonly device?: 'android' | 'ios' | undefined;
  /** Default 10; 0: their app shows nothing of bots. */
  readonly apiVersion?: number | undefined;
}

export function addPerson(world: World, name: string, facts: PersonFacts): Person {
  const person: Person = {
    name,
    phoneNumber: facts.phoneNumber ?? `+38050${world.random.integer(1_000_000, 9_999_999)}`,
    country: facts.country ?? 'UA',
    language: facts.language ?? 'uk',
    device: facts.device ?? 'android',
    apiVersion: facts.apiVersion ?? 10,
    hidesProfile: false,
    isOnline: true,
    isGone: false,
    inbox: createInbox(),
  };
  world.people.set(name, person);
  return person;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The chat of a person with a bot; a new one is a visitor's. */
export function openChat(world: World, bot: Bot, person: Person): Chat {
  const known = [...bot.chats.values()].find((chat) => chat.person === person);
  if (known !== undefined) return known;
  const chat: Chat = {
    bot,
    person,
    userId: `${world.random.characters(BASE64, 22)}==`,
    subscription: 'visitor',
    sessionOpenedAtMs: null,
    unansweredAtMs: [],
    detailsAskedAtMs: [],
    keyboard: null,
    trackingData: null,
    shown: Promise.resolve(),
    waiting: [],
    unseen: [],
  };
  bot.chats.set(chat.userId, chat);
  return chat;
}
