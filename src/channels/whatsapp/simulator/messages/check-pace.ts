import { type GraphRefusal, refused } from '../graph/answer.ts';
import { threadOf } from '../people/people.ts';
import type { BusinessNumber, Person, World } from '../state.ts';

/** Takes one message from the limits of the number and of the pair; null: they allow it. */
export function checkPace(world: World, number: BusinessNumber, person: Person | null): GraphRefusal | null {
  const nowMs = world.time.nowMs();
  const { throughput } = number;
  if (throughput !== null && throughput.waitMs(1, nowMs) > 0) {
    return refused(130429, 'Rate limit hit', 'Cloud API message throughput has been reached.', {
      status: 429,
    });
  }
  const pace = person === null ? null : threadOf(world, number, person).pace;
  if (pace !== null && pace.waitMs(1, nowMs) > 0) {
    const details = 'Too many messages from this number to the same recipient in a short time.';
    return refused(131056, '(Business Account, Consumer Account) pair rate limit hit', details);
  }
  throughput?.take(1, nowMs);
  pace?.take(1, nowMs);
  return null;
}
