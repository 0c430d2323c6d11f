import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { asCustomer, type Customer } from './people/customer.ts';
import { createInbox } from './people/inbox.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Business, Person, World } from './state.ts';
import { registerWebhook } from './webhook.ts';

export interface BusinessFacts {
  readonly id?: string | undefined;
  /** Default `Acme`, then `Acme 2` … */
  readonly name?: string | undefined;
  readonly mspId?: string | undefined;
  /** Base64. */
  readonly mspSecret?: string | undefined;
}

export interface PersonFacts {
  /** What the device shows; default everything that Apple has. */
  readonly features?: readonly string[] | undefined;
  readonly deviceAgent?: string | undefined;
  /** Such as `de_DE`. */
  readonly locale?: string | undefined;
}

/** A business, with what an account is connected with. */
export interface RegisteredBusiness extends Pick<Business, 'id' | 'name' | 'mspId' | 'mspSecret'> {
  /** Enters an address in Apple Business Register. Customers can not write before. */
  deliversTo(webhookUrl: string): void;
}

/** What can be done with the simulated Apple besides calling its API. */
export interface Simulation {
  readonly world: World;
  readonly requests: WatchableList<RecordedRequest>;
  addBusiness(facts?: BusinessFacts): RegisteredBusiness;
  /** By name or id. */
  findBusiness(name: string): RegisteredBusiness | null;
  /** The person of that name, made when there is none yet. */
  customer(name: string, facts?: PersonFacts): Customer;
  findCustomer(name: string): Customer | null;
}

const EVERYTHING = ['AUTH', 'AUTH2', 'FORM', 'LIST', 'QUICK', 'TIME'];
const SECRET_LENGTH = 43;
const HEX = '0123456789abcdef';

export function createSimulation(world: World, requests: WatchableList<RecordedRequest>): Simulation {
  const customers = new Map<string, Customer>();
  const uuid = () => {
    const hex = (count: number) => world.random.characters(HEX, count);
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  };
  const asRegistered = (business: Business): RegisteredBusiness => ({
    id: business.id,
    name: business.name,
    mspId: business.mspId,
    mspSecret: business.mspSecret,
    deliversTo: (url) => registerWebhook(world, business, url),
  });

  return {
    world,
    requests,
    addBusiness(facts = {}) {
      const count = world.businesses.size === 0 ? '' : ` ${world.businesses.size + 1}`;
      const business: Business = {
        id: (facts.id ?? uuid()).toLowerCase(),
        name: facts.name ?? `Acme${count}`,
        mspId: facts.mspId ?? uuid(),
        mspSecret: facts.mspSecret ?? `${world.random.characters(HEX, SECRET_LENGTH)}=`,
        webhookUrl: null,
        lanes: null,
      };
      if (world.businesses.has(business.id)) throw new Error(`There is a business ${business.id} already.`);
      world.businesses.set(business.id, business);
      return asRegistered(business);
    },
    findBusiness(name) {
      const found = [...world.businesses.values()].find((business) =>
        [business.name, business.id].includes(name),
      );
      return found === undefined ? null : asRegistered(found);
    },
    findCustomer: (name) => customers.get(name) ?? null,
    customer(name, facts = {}) {
      const known = customers.get(name);
      if (known !== undefined) return known;
      const person: Person = {
        name,
        features: facts.features ?? EVERYTHING,
        deviceAgent: facts.deviceAgent ?? 'iPhone OS',
        locale: facts.locale ?? null,
        inbox: createInbox(),
      };
      world.people.set(name, person);
      const customer = asCustomer(world, person);
      customers.set(name, customer);
      return customer;
    },
  };
}
