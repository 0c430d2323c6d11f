import type { WorkspaceEvent } from '../model/event.ts';

/** So many people's events are followed beside each other: most of the time is spent waiting for the database. */
const PEOPLE_AT_ONCE = 8;

/**
 * Follows a stretch of the log: what one person did in its order, what different people did beside each other. Nobody
 * relies on an order between people, as several processes may follow the same log.
 *
 * @throws what following one of them threw, once none is being followed any more.
 */
export async function followTogether(
  events: readonly WorkspaceEvent[],
  follow: (event: WorkspaceEvent) => Promise<void>,
): Promise<void> {
  const people = byPerson(events).values();
  const followNext = async (): Promise<void> => {
    for (const person of people) {
      for (const event of person) await follow(event);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: PEOPLE_AT_ONCE }, followNext));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What concerns no identity depends on nothing that is followed. */
function byPerson(
  events: readonly WorkspaceEvent[],
): ReadonlyMap<string | number, readonly WorkspaceEvent[]> {
  const people = new Map<string | number, WorkspaceEvent[]>();
  for (const event of events) {
    const person = event.subject.identityId ?? event.subject.conversationId ?? event.number;
    const theirs = people.get(person);
    if (theirs === undefined) people.set(person, [event]);
    else theirs.push(event);
  }
  return people;
}
