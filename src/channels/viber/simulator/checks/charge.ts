import { type Refusal, refuse } from '../answer.ts';
import type { Chat, World } from '../state.ts';

const SESSION_MS = 24 * 3_600_000;

/** What a message costs, as `billing_status` says it; the words for the numbers are not all documented. */
export const BILLING = { inSession: 1, free: 2, charged: 3 } as const;

export function isInSession({ time }: World, { sessionOpenedAtMs }: Chat): boolean {
  return sessionOpenedAtMs !== null && time.nowMs() < sessionOpenedAtMs + SESSION_MS;
}

/** Takes the price of one message, or says what there is nothing left of. */
export function charge(world: World, chat: Chat): number | Refusal {
  const { billing } = chat.bot;
  if (isInSession(world, chat)) return BILLING.inSession;
  if (billing.freeLeft > 0) {
    billing.freeLeft -= 1;
    return BILLING.free;
  }
  if (billing.balance === null) return refuse('freeMessagesExceeded');
  if (billing.balance === 0) return refuse('noBalance');
  billing.balance -= 1;
  return BILLING.charged;
}
