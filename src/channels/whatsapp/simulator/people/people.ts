import { DIGITS } from '../../../shared/simulator/random.ts';
import { createTokenBucket } from '../../../shared/simulator/token-bucket.ts';
import type { Business, BusinessNumber, Person, Thread, Wire, World } from '../state.ts';
import { createInbox } from './inbox.ts';

export interface PersonFacts {
  /** Digits with the country's code; drawn when absent. */
  readonly phone?: string | undefined;
  readonly username?: string | undefined;
  /** Default false. With a username, the number stands in no webhook. */
  readonly hidesPhone?: boolean | undefined;
  /** Default true. */
  readonly sendsReadReceipts?: boolean | undefined;
}

/** A new person with WhatsApp, who has not written to anybody yet. */
export function addPerson(world: World, name: string, facts: PersonFacts): Person {
  const person: Person = {
    name,
    phone: facts.phone?.replaceAll(/\D/gu, '') ?? `4915${world.random.characters(DIGITS, 9)}`,
    userIds: new Map(),
    username: facts.username ?? null,
    hidesPhone: facts.hidesPhone ?? false,
    sendsReadReceipts: facts.sendsReadReceipts ?? true,
    isOffline: false,
    held: [],
    stoppedMarketing: new Set(),
    enoughMarketingUntilMs: null,
    inbox: createInbox(),
  };
  world.people.add(person);
  return person;
}

/** By what a business wrote into `to`; null: nobody of that number has WhatsApp. */
export function findByPhone({ people }: World, phone: string): Person | null {
  const digits = phone.replaceAll(/\D/gu, '');
  return [...people].find((person) => person.phone === digits) ?? null;
}

export function findByUserId({ people }: World, { id }: Business, userId: string): Person | null {
  return [...people].find((person) => person.userIds.get(id) === userId) ?? null;
}

/** The id by which a business knows a person: another one for each business. */
export function userIdOf(world: World, { id }: Business, person: Person): string {
  const known = person.userIds.get(id);
  if (known !== undefined) return known;
  const country = person.phone.startsWith('1') ? 'US' : 'DE';
  const drawn = `${country}.${world.random.characters('123456789', 1)}${world.random.characters(DIGITS, 15)}`;
  person.userIds.set(id, drawn);
  return drawn;
}

/** The person as the `contacts` of a webhook show them. */
export function asContact(world: World, business: Business, person: Person): Wire {
  return {
    profile: { name: person.name, ...(person.username !== null && { username: person.username }) },
    ...(!person.hidesPhone && { wa_id: person.phone }),
    user_id: userIdOf(world, business, person),
  };
}

export function threadOf(world: World, number: BusinessNumber, person: Person): Thread {
  const known = number.threads.get(person);
  if (known !== undefined) return known;
  const { rateLimits } = world.settings;
  const thread: Thread = {
    number,
    person,
    messages: new Map(),
    lastUserMessageAtMs: null,
    pace: rateLimits === null ? null : createTokenBucket(rateLimits.pair),
  };
  number.threads.set(person, thread);
  return thread;
}

export function newMessageId({ random }: World): string {
  return `wamid.HBg${random.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 40)}==`;
}
