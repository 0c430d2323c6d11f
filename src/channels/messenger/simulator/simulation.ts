import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { addPage, answerInPageInbox, type PageFacts, revokeToken } from './pages.ts';
import { asCustomer, type Customer } from './people/customer.ts';
import { createInbox } from './people/inbox.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Page, Person, World } from './state.ts';

/** What can be done with the simulated Messenger besides calling its API. */
export interface Simulation {
  readonly world: World;
  readonly requests: WatchableList<RecordedRequest>;
  addPage(facts?: PageFacts): Page;
  revokeToken(page: Page): string;
  /** A colleague answers in the Page's own inbox, past the app. */
  pageInboxWrites(page: Page, customerName: string, text: string): { readonly mid: string };
  /** The person of that name, made when there is none yet. The last word is the last name. */
  customer(name: string): Customer;
  findCustomer(name: string): Customer | null;
}

export function createSimulation(world: World, requests: WatchableList<RecordedRequest>): Simulation {
  const customers = new Map<string, Customer>();

  function personCalled(name: string): Person {
    const known = world.people.find((person) => person.name === name);
    if (known !== undefined) return known;
    const [firstName = name, ...others] = name.split(' ');
    const person: Person = { name, firstName, lastName: others.join(' '), inbox: createInbox() };
    world.people.push(person);
    return person;
  }

  return {
    world,
    requests,
    addPage: (facts) => addPage(world, facts),
    revokeToken: (page) => revokeToken(world, page),
    pageInboxWrites: (page, name, text) => answerInPageInbox(world, page, personCalled(name), text),
    findCustomer: (name) => customers.get(name) ?? null,
    customer(name) {
      const customer = customers.get(name) ?? asCustomer(world, personCalled(name));
      customers.set(name, customer);
      return customer;
    },
  };
}
