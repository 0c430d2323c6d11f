import type { BusinessNumber, Person, Thread, World } from '../../state.ts';
import { threadOf } from '../people.ts';

/** Who does something, and in which thread. */
export interface Scene {
  readonly world: World;
  readonly person: Person;
  readonly thread: Thread;
}

export interface Impossible {
  readonly kind: 'impossible';
  readonly message: string;
}

export interface ActionDone {
  readonly kind: 'done';
  /** Ids of the messages that it made; empty: none. */
  readonly messageIds: readonly string[];
}

export type ActionOutcome = ActionDone | Impossible;

export const impossible = (message: string): Impossible => ({ kind: 'impossible', message });
export const done = (...messageIds: readonly string[]): ActionDone => ({ kind: 'done', messageIds });

export function isImpossible(value: object): value is Impossible {
  return 'kind' in value && value.kind === 'impossible';
}

/** By phone number or id; without a name the only one there is. */
export function findNumber(world: World, name: string | undefined): BusinessNumber | Impossible {
  const all = [...world.numbers.values()];
  const [only, ...others] = all;
  if (name === undefined) {
    if (only !== undefined && others.length === 0) return only;
    return impossible(
      only === undefined
        ? 'There is no business.'
        : `Say with which number: ${all.map(({ phone }) => phone).join(', ')}.`,
    );
  }
  const found = all.find(({ id, phone }) => id === name || phone === name.replaceAll(/\D/gu, ''));
  return found ?? impossible(`There is no business with the number ${name}.`);
}

export function findScene(
  world: World,
  person: Person,
  action: { readonly number?: string | undefined },
): Scene | Impossible {
  const number = findNumber(world, action.number);
  return isImpossible(number) ? number : { world, person, thread: threadOf(world, number, person) };
}
