import { DIGITS } from '../../../shared/simulator/random.ts';
import type { Page, Person, Thread, World } from '../state.ts';

/** The conversation of a person and a Page, begun when there is none yet. The person has another id at each Page. */
export function openThread(world: World, page: Page, person: Person): Thread {
  const known = [...page.threads.values()].find((thread) => thread.person === person);
  if (known !== undefined) return known;
  const thread: Thread = {
    page,
    person,
    // Longer than a number can be exactly.
    psid: `9${world.random.characters(DIGITS, 16)}`,
    lastActionAtMs: null,
    isBlocked: false,
    ownerAppId: null,
    messages: [],
  };
  page.threads.set(thread.psid, thread);
  return thread;
}
