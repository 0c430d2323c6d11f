import { DIGITS, URL_SAFE } from '../../shared/simulator/random.ts';
import { createTokenBucket } from '../../shared/simulator/token-bucket.ts';
import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { closeCallback, setCallback } from './graph/subscription-edge.ts';
import { asCustomer, type Customer } from './people/customer.ts';
import { addPerson, type PersonFacts } from './people/people.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Business, BusinessNumber, World } from './state.ts';

export interface NumberFacts {
  /** Digits with the country's code; drawn when absent. */
  readonly phone?: string | undefined;
  readonly verifiedName?: string | undefined;
  /** Of a business that is there already: the number is one more of it. */
  readonly businessAccountId?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly appSecret?: string | undefined;
}

/** What an operator needs to connect a number. */
export interface SimulatedNumber {
  readonly phone: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  /** Of the app whose token it is. */
  readonly appId: string;
  readonly accessToken: string;
  readonly appSecret: string;
}

/** What can be done with the simulated WhatsApp besides calling its API. */
export interface Simulation {
  readonly world: World;
  readonly requests: WatchableList<RecordedRequest>;
  /** A number that is registered on the Cloud API, with an app that may act for it. */
  addNumber(facts?: NumberFacts): SimulatedNumber;
  /** The old token is refused from now on. @returns the new one. */
  revokeToken(businessAccountId: string): string;
  /** Brings events there, without asking whether the address is willing; null: nowhere. */
  setCallback(businessAccountId: string, url: string | null): void;
  /** The person of that name, made when there is none yet. */
  customer(name: string, facts?: PersonFacts): Customer;
  /** By name or phone number. */
  findCustomer(name: string): Customer | null;
}

export function createSimulation(world: World, requests: WatchableList<RecordedRequest>): Simulation {
  const customers: Customer[] = [];
  const findCustomer = (name: string): Customer | null =>
    customers.find((customer) => customer.name === name || customer.phone === name) ?? null;

  return {
    world,
    requests,
    findCustomer,
    addNumber: (facts = {}) => asFacts(addNumber(world, facts)),
    revokeToken(businessAccountId) {
      const business = findBusiness(world, businessAccountId);
      business.accessToken = newToken(world);
      return business.accessToken;
    },
    setCallback(businessAccountId, url) {
      const business = findBusiness(world, businessAccountId);
      if (url === null) closeCallback(business);
      else setCallback(world, business, url);
    },
    customer(name, facts = {}) {
      const known = findCustomer(name);
      if (known !== null) return known;
      const customer = asCustomer(world, addPerson(world, name, facts));
      customers.push(customer);
      return customer;
    },
  };
}

export function asFacts({ id, phone, business }: BusinessNumber): SimulatedNumber {
  const { accessToken, appSecret } = business;
  const { id: businessAccountId, appId } = business;
  return { phone, phoneNumberId: id, businessAccountId, appId, accessToken, appSecret };
}

function addNumber(world: World, facts: NumberFacts): BusinessNumber {
  const { random, settings, numbers } = world;
  const verifiedName = facts.verifiedName ?? 'Simulated business';
  const number: BusinessNumber = {
    id: `1${random.characters(DIGITS, 14)}`,
    business:
      facts.businessAccountId === undefined
        ? addBusiness(world, verifiedName, facts)
        : findBusiness(world, facts.businessAccountId),
    phone: facts.phone?.replaceAll(/\D/gu, '') ?? `4930${random.characters(DIGITS, 7)}`,
    verifiedName,
    throughput: settings.rateLimits === null ? null : createTokenBucket(settings.rateLimits.number),
    threads: new Map(),
  };
  numbers.set(number.id, number);
  return number;
}

function addBusiness(world: World, name: string, { accessToken, appSecret }: NumberFacts): Business {
  const business: Business = {
    id: `2${world.random.characters(DIGITS, 14)}`,
    name,
    accessToken: accessToken ?? newToken(world),
    appSecret: appSecret ?? world.random.characters('0123456789abcdef', 32),
    appId: `5${world.random.characters(DIGITS, 14)}`,
    exampleUploads: new Map(),
    callback: null,
    templates: new Map(),
    blockedNames: new Map(),
    createdTemplatesAtMs: [],
  };
  world.businesses.set(business.id, business);
  return business;
}

/** @throws when there is none: a mistake in the test. */
export function findBusiness({ businesses }: World, id: string): Business {
  const business = businesses.get(id);
  if (business === undefined) throw new Error(`There is no business account ${id}.`);
  return business;
}

const newToken = ({ random }: World) => `EAA${random.characters(URL_SAFE, 60)}`;
