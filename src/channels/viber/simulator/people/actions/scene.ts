import type { Bot, Chat, Person, World } from '../../state.ts';
import { openChat } from '../people.ts';
import type { Action } from './schema.ts';

/** Who acts, and in which chat. */
export interface Scene {
  readonly world: World;
  readonly person: Person;
  readonly chat: Chat;
}

export type ActionOutcome =
  | {
      readonly kind: 'done';
      /** What the bot knows the person by. */
      readonly userId: string;
      /** Of the events that the bot is told, in decimal; empty when nobody is told. */
      readonly tokens: readonly string[];
      /** What else came of it: a page that a button opens, the address of a file. */
      readonly facts: Readonly<Record<string, unknown>>;
    }
  | Impossible;

/** A sentence for whoever wrote the test: why this can not be done in the world as it is. */
export class Impossible {
  readonly kind = 'impossible';
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export const impossible = (message: string) => new Impossible(message);

export function isImpossible(value: unknown): value is Impossible {
  return value instanceof Impossible;
}

export function done(
  { chat }: Scene,
  tokens: readonly (bigint | null)[],
  facts: Readonly<Record<string, unknown>> = {},
): ActionOutcome {
  const told = tokens.filter((token) => token !== null).map(String);
  return { kind: 'done', userId: chat.userId, tokens: told, facts };
}

/** Finds the bot that an action names by its uri or id, or the only one. */
export function findBot(world: World, name: string | undefined): Bot | Impossible {
  const bots = [...world.bots.values()];
  if (name === undefined) {
    const [only, ...others] = bots;
    if (only === undefined) return impossible('There is no bot yet: add one first.');
    return others.length === 0
      ? only
      : impossible(`Say which bot: ${bots.map(({ uri }) => uri).join(', ')}.`);
  }
  return (
    bots.find(({ uri, id }) => uri === name || id === name) ?? impossible(`There is no bot called ${name}.`)
  );
}

export function findScene(
  world: World,
  person: Person,
  { bot: name }: Pick<Action, 'bot'>,
): Scene | Impossible {
  if (person.isGone) return impossible(`${person.name} has left Viber.`);
  const bot = findBot(world, name);
  return isImpossible(bot) ? bot : { world, person, chat: openChat(world, bot, person) };
}
