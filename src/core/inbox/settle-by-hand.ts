import type { DeliveryStatus } from '../model/delivery-status.ts';
import type { MessageId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { findMessage } from '../store/message-lookup.ts';
import { lockMessage, requeueMessage } from '../store/message-status.ts';
import type { Message } from '../store/rows.ts';
import type { MessageDone } from './change-sent-message.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { recordStatus } from './record-status.ts';

/** Takes a message out of the queue; only while it still waits there. */
export function cancelMessage(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: MessageId },
): Promise<MessageDone | UserError> {
  return settle(core, viewer, input.id, 'QUEUED', (queries, message, now) =>
    recordStatus(queries, message, { status: 'CANCELED', occurredAt: now, receivedAt: now }),
  );
}

/** What a person found out about a message whose fate nobody knew. */
export type Resolution =
  /** It arrived. */
  | 'SENT'
  /** It did not: send it again, marked as a possible duplicate. */
  | 'RESEND'
  /** Leave it. */
  | 'FAILED';

/** Decides an `UNCONFIRMED` message by hand. */
export async function resolveUnconfirmed(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: MessageId; readonly resolution: Resolution },
): Promise<MessageDone | UserError> {
  const outcome = await settle(core, viewer, input.id, 'UNCONFIRMED', async (queries, message, now) => {
    const times = { occurredAt: now, receivedAt: now };
    switch (input.resolution) {
      case 'SENT':
        return recordStatus(queries, message, { status: 'SENT', ...times }, { acceptedAt: now });
      case 'FAILED':
        return recordStatus(queries, message, { status: 'FAILED', ...times, failure: message.failure });
      case 'RESEND':
        await requeueMessage(queries, message.id);
        return recordStatus(queries, message, { status: 'QUEUED', ...times });
    }
  });
  if (outcome.kind === 'done' && input.resolution === 'RESEND') core.wake.outbox();
  return outcome;
}

async function settle(
  core: Core,
  viewer: WorkspaceViewer,
  id: MessageId,
  from: DeliveryStatus,
  change: (queries: Queries, message: Message, now: Date) => Promise<EventDraft>,
): Promise<MessageDone | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  return commit<MessageDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const message = await lockMessage(queries, id, viewer.workspaceId);
    if (message === null) return { result: notFound('message', ['id']), events: [] };
    if (message.status !== from) {
      return {
        result: conflict(`The message is ${message.status ?? 'inbound'}, not ${from}.`, ['id']),
        events: [],
      };
    }
    const event = await change(queries, message, core.clock.now());
    const changed = await findMessage(queries, viewer.workspaceId, id);
    if (changed === null) throw new Error('A locked message vanished.');
    return { result: { kind: 'done', message: changed }, events: [event] };
  });
}
