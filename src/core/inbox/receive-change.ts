import type { InboundEvent } from '../channel/index.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { park } from './parked-change.ts';
import { receiveAccountHealth } from './receive-account-health.ts';
import { recordEcho } from './receive-echo.ts';
import { changeIdentity } from './receive-identity-change.ts';
import { changeMessage } from './receive-message-change.ts';
import { changeReachability } from './receive-reachability.ts';
import { recordReferral } from './receive-referral.ts';
import { receiveTemplateStatus } from './receive-template-status.ts';
import { changeThreadControl } from './receive-thread-control.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { recordReceipt } from './record-status.ts';

/** Everything that a platform reports beside new messages and typing. */
export type ChangeEvent = Exclude<InboundEvent, { kind: 'message' | 'typing' }>;

/**
 * Applies one reported change inside a transaction. Idempotent: what is already so, or older than what we know,
 * changes nothing and tells nobody.
 *
 * @returns the events that readers shall hear.
 */
export async function receiveChange(
  queries: Queries,
  account: ReceivingAccount,
  event: ChangeEvent,
  body: Uint8Array,
  receivedAt: Date,
): Promise<EventDraft[]> {
  switch (event.kind) {
    case 'receipt': {
      const { workspaceId, id: channelAccountId } = account;
      return recordReceipt(queries, { workspaceId, channelAccountId, event, receivedAt });
    }
    case 'message-edited':
    case 'message-deleted':
    case 'reaction':
      return (
        (await changeMessage(queries, account, event, receivedAt)) ??
        park(queries, account, event, receivedAt)
      );
    case 'opt-in':
    case 'opt-out':
      return changeReachability(queries, account, event, receivedAt);
    case 'referral':
      return recordReferral(queries, account, event, receivedAt);
    case 'echo':
      return recordEcho(queries, account, event, body, receivedAt);
    case 'identity-changed':
      return changeIdentity(queries, account, event, receivedAt);
    case 'thread-control':
      return changeThreadControl(queries, account, event, receivedAt);
    case 'account-health':
      return receiveAccountHealth(queries, account, event, receivedAt);
    case 'template-status':
      return receiveTemplateStatus(queries, account, event, receivedAt);
    default:
      return event satisfies never;
  }
}
