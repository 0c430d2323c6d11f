import { userIdOf } from '../people/people.ts';
import type { StoredMessage, Thread, Wire, World } from '../state.ts';
import { bringOfNumber } from '../webhooks/bring.ts';

const RANK = { accepted: 0, sent: 1, failed: 1, delivered: 2, read: 3 } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface StatusError {
  readonly code: number;
  readonly title: string;
  readonly details: string;
}

/** Tells the business how far a message has come, once for each step. */
export function bringStatus(
  world: World,
  thread: Pick<Thread, 'number' | 'person'>,
  message: StoredMessage,
  status: 'sent' | 'delivered' | 'read',
): void {
  if (RANK[status] <= RANK[message.progress]) return;
  message.progress = status;
  bring(world, thread, message, status, {
    recipient_user_id: userIdOf(world, thread.number.business, thread.person),
    ...(!thread.person.hidesPhone && { recipient_id: thread.person.phone }),
    // Only the first two tell what it costs.
    ...(status !== 'read' && { pricing: pricingOf(world, message) }),
  });
}

/** Tells the business that a message will not arrive. `recipient` is all that such a status says about whom. */
export function bringFailure(
  world: World,
  thread: Pick<Thread, 'number'> & { readonly recipient: string },
  message: StoredMessage,
  { code, title, details }: StatusError,
): void {
  message.progress = 'failed';
  bring(world, thread, message, 'failed', {
    recipient_id: thread.recipient,
    errors: [
      {
        code,
        title,
        message: title,
        error_data: { details },
        href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
      },
    ],
  });
}

function bring(
  world: World,
  {
    number,
    recipient,
  }: { readonly number: Thread['number']; readonly recipient?: string; readonly person?: Thread['person'] },
  { id, callbackData }: StoredMessage,
  status: string,
  more: Wire,
): void {
  bringOfNumber(world, number, {
    field: 'messages',
    kind: 'statuses',
    // A lane of its own: Meta promises no order between what people write and what becomes of messages.
    person: `status:${recipient ?? id}`,
    value: {
      statuses: [
        {
          id,
          status,
          timestamp: String(world.time.unixSeconds()),
          ...more,
          ...(callbackData !== null && { biz_opaque_callback_data: callbackData }),
        },
      ],
    },
  });
}

/** Since 2026-10-01 words within the 24 hours have a price too. */
const SERVICE_CHARGED_FROM_MS = Date.parse('2026-10-01');

function pricingOf({ time }: World, { category }: StoredMessage): Wire {
  const isFree = category === 'service' && time.nowMs() < SERVICE_CHARGED_FROM_MS;
  return {
    billable: !isFree,
    pricing_model: 'PMP',
    type: isFree ? 'free_customer_service' : 'regular',
    category,
  };
}

export const WINDOW_MS = DAY_MS;
