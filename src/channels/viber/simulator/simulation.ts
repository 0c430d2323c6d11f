import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { addBot, type BotFacts } from './bots.ts';
import { asCustomer, type Customer } from './people/customer.ts';
import { addPerson, openChat, type PersonFacts } from './people/people.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Bot, World } from './state.ts';

/** What can be done with the simulated Viber besides calling its API. */
export interface Simulation {
  readonly world: World;
  readonly requests: WatchableList<RecordedRequest>;
  addBot(facts?: BotFacts): Bot;
  /** Every call of the bot is refused with that status, such as 9 (suspended); null: none is. */
  refuseAll(bot: Bot, status: number | null): void;
  /** The person of that name, made when there is none yet. */
  customer(name: string, facts?: PersonFacts): Customer;
  /** By name. */
  findCustomer(name: string): Customer | null;
  /** What a bot knows a person by. */
  userId(bot: Bot, customer: Customer): string;
}

export function createSimulation(world: World, requests: WatchableList<RecordedRequest>): Simulation {
  const customers = new Map<string, Customer>();
  const add = (name: string, facts: PersonFacts): Customer => {
    const customer = asCustomer(world, addPerson(world, name, facts));
    customers.set(name, customer);
    return customer;
  };

  return {
    world,
    requests,
    addBot: (facts) => addBot(world, facts),
    refuseAll(bot, status) {
      bot.refusal = status;
    },
    findCustomer: (name) => customers.get(name) ?? null,
    customer: (name, facts = {}) => customers.get(name) ?? add(name, facts),
    userId(bot, { name }) {
      const person = world.people.get(name);
      if (person === undefined) throw new Error(`There is nobody called ${name}.`);
      return openChat(world, bot, person).userId;
    },
  };
}
