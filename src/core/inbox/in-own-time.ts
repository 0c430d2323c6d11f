import type { InboundEvent } from '../channel/index.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** What the workspace's clock showed at that instant. */
export const ownTimeOf = ({ clockOffsetMs }: Pick<ReceivingAccount, 'clockOffsetMs'>, at: Date): Date =>
  clockOffsetMs === 0 ? at : new Date(at.getTime() + clockOffsetMs);

/**
 * What a platform reports, stamped by the workspace's clock: where that was moved ahead, a block would else be older
 * than the message before it, and be passed over. News of templates and of the account itself keep the real time.
 */
export function inOwnTime(
  account: Pick<ReceivingAccount, 'clockOffsetMs'>,
  event: InboundEvent,
): InboundEvent {
  if (account.clockOffsetMs === 0) return event;
  const own = (at: Date) => ownTimeOf(account, at);
  const ownOrNull = (at: Date | null) => (at === null ? null : own(at));
  switch (event.kind) {
    case 'message':
    case 'echo':
      return { ...event, sentAt: ownOrNull(event.sentAt) };
    case 'message-edited':
      return { ...event, editedAt: own(event.editedAt) };
    case 'message-deleted':
      return { ...event, deletedAt: ownOrNull(event.deletedAt) };
    case 'reaction':
      return { ...event, reactedAt: ownOrNull(event.reactedAt) };
    case 'receipt': {
      const { target } = event;
      return {
        ...event,
        target: 'upTo' in target ? { ...target, upTo: own(target.upTo) } : target,
        occurredAt: ownOrNull(event.occurredAt),
      };
    }
    case 'referral':
    case 'opt-in':
    case 'opt-out':
    case 'identity-changed':
    case 'thread-control':
      return { ...event, occurredAt: ownOrNull(event.occurredAt) };
    case 'template-status':
    case 'account-health':
    case 'typing':
      return event;
    default:
      return event satisfies never;
  }
}
