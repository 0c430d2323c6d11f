import type { StoredFile } from '../files/file-store.ts';
import type { LinkedFile } from '../files/media-reference.ts';
import type { StoredMessage, Thread, World } from '../state.ts';
import { type StatusError, WINDOW_MS } from './receipts.ts';

const UNDELIVERABLE: StatusError = {
  code: 131026,
  title: 'Message undeliverable',
  details: 'Message Undeliverable.',
};

/** What is found out only after a message was taken; null: nothing, it will arrive. */
export function lateObjection(
  world: World,
  thread: Thread | null,
  { template }: StoredMessage,
  file: LinkedFile | StoredFile | null,
): StatusError | null {
  if (thread === null) return UNDELIVERABLE;
  if (file !== null && 'problem' in file) {
    return { code: 131053, title: 'Media upload error', details: file.problem };
  }
  if (template === null) return isOpen(world, thread) ? null : WINDOW_CLOSED;
  if (template.draft.category !== 'MARKETING') return null;
  const { person, number } = thread;
  if (person.stoppedMarketing.has(number.business.id)) {
    return {
      code: 131050,
      title: 'User has stopped marketing messages',
      details: 'The recipient has chosen to stop receiving marketing messages from this business.',
    };
  }
  // Numbers of the United States get no marketing since April 2025, and nobody gets more of it than is good for them.
  const isHeldBack = world.time.nowMs() < (person.enoughMarketingUntilMs ?? 0);
  return isHeldBack || person.phone.startsWith('1') ? HEALTHY_ECOSYSTEM : null;
}

const WINDOW_CLOSED: StatusError = {
  code: 131047,
  title: 'Re-engagement message',
  details: 'More than 24 hours have passed since the customer last replied to this number.',
};

const HEALTHY_ECOSYSTEM: StatusError = {
  code: 131049,
  title: 'This message was not delivered to maintain healthy ecosystem engagement.',
  details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
};

function isOpen({ time }: World, { lastUserMessageAtMs }: Thread): boolean {
  return lastUserMessageAtMs !== null && time.nowMs() < lastUserMessageAtMs + WINDOW_MS;
}
