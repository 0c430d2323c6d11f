import { URL_SAFE } from '../../shared/simulator/random.ts';
import type { Business, Person, Thread, World } from './state.ts';

/** By name or id; absent: the first there is. */
export function findBusiness(world: World, name: string | undefined): Business | null {
  const all = [...world.businesses.values()];
  if (name === undefined) return all[0] ?? null;
  return all.find((business) => business.name === name || business.id === name) ?? null;
}

/** A person's conversation with a business, begun where there is none. Null: there is no such business. */
export function openThread(world: World, person: Person, businessName: string | undefined): Thread | null {
  const business = findBusiness(world, businessName);
  if (business === null) return null;
  const known = [...world.threads.values()].find(
    (thread) => thread.person === person && thread.business === business,
  );
  if (known !== undefined) return known;
  const thread: Thread = {
    customerId: `urn:mbid:AQAAY${world.random.characters(URL_SAFE, 180)}/+=`,
    person,
    business,
    state: 'open',
  };
  world.threads.set(thread.customerId, thread);
  return thread;
}
