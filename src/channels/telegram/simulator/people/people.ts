import { DIGITS } from '../../../shared/simulator/random.ts';
import type { Person, World } from '../state.ts';
import { createInbox } from './inbox.ts';

export interface PersonFacts {
  /** Telegram's id of them; drawn when absent. Real ones need more than 32 bits, so these do too. */
  readonly id?: number | undefined;
  readonly lastName?: string | undefined;
  readonly username?: string | undefined;
  /** Such as `de`. */
  readonly language?: string | undefined;
  /** With `+`; drawn when absent. */
  readonly phoneNumber?: string | undefined;
  readonly isPremium?: boolean | undefined;
}

/** A new person with a Telegram account, who has not written to anybody yet. */
export function addPerson(world: World, firstName: string, facts: PersonFacts): Person {
  const person: Person = {
    user: {
      id: facts.id ?? world.random.integer(5_000_000_000, 7_999_999_999),
      is_bot: false,
      first_name: firstName,
      last_name: facts.lastName,
      username: facts.username,
      language_code: facts.language ?? 'en',
      is_premium: facts.isPremium === true ? true : undefined,
    },
    phoneNumber: facts.phoneNumber ?? `+4915${world.random.characters(DIGITS, 9)}`,
    isDeactivated: false,
    acceptsVoice: true,
    picture: null,
    inbox: createInbox(),
  };
  world.people.set(person.user.id, person);
  return person;
}
