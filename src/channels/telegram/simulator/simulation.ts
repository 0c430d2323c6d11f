import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { addBot, type BotFacts, revokeToken } from './bots.ts';
import { openSharedChat } from './chats/open-chat.ts';
import { asCustomer, type Customer } from './people/customer.ts';
import { addPerson, type PersonFacts } from './people/people.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Bot, World } from './state.ts';

export interface GroupFacts {
  readonly title: string;
  readonly owner: Customer;
  /** Default `group`. */
  readonly type?: 'group' | 'supergroup' | 'channel' | undefined;
  /** Without `@`; makes it public. */
  readonly username?: string | undefined;
  readonly isForum?: boolean | undefined;
}

/** What can be done with the simulated Telegram besides calling its API. */
export interface Simulation {
  readonly world: World;
  readonly requests: WatchableList<RecordedRequest>;
  addBot(token?: string, facts?: BotFacts): Bot;
  revokeToken(bot: Bot): string;
  /** The person of that name, made when there is none yet. */
  customer(name: string, facts?: PersonFacts): Customer;
  /** By name or id. */
  findCustomer(name: string): Customer | null;
  group(facts: GroupFacts): { readonly id: number; readonly title: string };
}

export function createSimulation(world: World, requests: WatchableList<RecordedRequest>): Simulation {
  const customers = new Map<number, Customer>();

  function findCustomer(name: string): Customer | null {
    const found = [...customers.values()].find(
      (customer) => customer.name === name || String(customer.id) === name,
    );
    return found ?? null;
  }

  return {
    world,
    requests,
    addBot: (token, facts = {}) => addBot(world, token, facts),
    revokeToken: (bot) => revokeToken(world, bot),
    findCustomer,
    customer(name, facts = {}) {
      const known = findCustomer(name);
      if (known !== null) return known;
      const customer = asCustomer(world, addPerson(world, name, facts));
      customers.set(customer.id, customer);
      return customer;
    },
    group({ title, owner, type = 'group', username, isForum }) {
      const members = [[owner.id, 'creator']] as const;
      const chat = openSharedChat(world, { type, title, username, isForum, members });
      return { id: chat.id, title };
    },
  };
}
