import * as z from 'zod';
import type { PlatformFailure, ReceiptEvent } from '../../core/channel/index.ts';
import type { ReceiptStatus } from '../../core/model/delivery-status.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { explain } from './errors.ts';
import { Fields, Id, optional, Time, type WireError, WireErrors, Word, wordsOf } from './payload.ts';

const Status = z.object({
  id: Word,
  status: Word,
  timestamp: Time,
  recipient_id: optional(Id),
  recipient_user_id: optional(Id),
  recipient_type: optional(Word),
  biz_opaque_callback_data: optional(z.string()),
  pricing: optional(Fields),
  conversation: optional(
    z.object({
      id: optional(Id),
      expiration_timestamp: optional(Id),
      origin: optional(z.object({ type: optional(Word) })),
    }),
  ),
  errors: WireErrors,
});
type Status = z.infer<typeof Status>;

/** A voice message that was played was also read; `delivered` may never come when the chat was open. */
const STATUSES: ReadonlyMap<string, ReceiptStatus> = new Map([
  ['sent', 'SENT'],
  ['delivered', 'DELIVERED'],
  ['read', 'READ'],
  ['played', 'READ'],
  ['failed', 'FAILED'],
]);

/** Of years ago: the contact removed the message at their side; a catalogue item was not shown. */
const IGNORED: ReadonlySet<string> = new Set(['deleted', 'warning']);

/** What became of a message that this number sent: by us, or by another program. */
export function readStatus(item: unknown): Reading {
  const parsed = Status.safeParse(item);
  if (!parsed.success) return notUnderstood(label('status', 'malformed'));
  const { id, timestamp, recipient_type, recipient_id, recipient_user_id } = parsed.data;
  if (IGNORED.has(parsed.data.status)) return ignored(label('status', parsed.data.status));
  const status = STATUSES.get(parsed.data.status);
  if (status === undefined) return notUnderstood(label('status', parsed.data.status));
  const event: ReceiptEvent = omitUndefined({
    kind: 'receipt' as const,
    status,
    target: { externalId: id },
    occurredAt: timestamp ?? null,
    recipientExternalId: recipient_type === 'group' ? recipient_id : (recipient_user_id ?? recipient_id),
    correlationId: correlationOf(parsed.data),
    failure: status === 'FAILED' ? failureOf(parsed.data.errors?.[0]) : undefined,
    pricing: pricingOf(parsed.data),
  });
  return understood([event]);
}

const OUR_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/** Other programs on the same number attach what they like. */
function correlationOf({ biz_opaque_callback_data }: Status): string | undefined {
  return OUR_ID.test(biz_opaque_callback_data ?? '') ? biz_opaque_callback_data : undefined;
}

function failureOf(error: WireError | undefined): PlatformFailure {
  if (error === undefined) {
    return {
      cause: 'other',
      actionBy: 'operator',
      platformCode: 'none',
      description: 'WhatsApp did not say why.',
    };
  }
  return { ...explain(error.code), platformCode: String(error.code), description: wordsOf(error) };
}

/** Raw and flat. `billable` is outdated; what counts is `type` and `category`. */
function pricingOf({ pricing, conversation }: Status): ReceiptEvent['pricing'] {
  const fields = {
    ...pricing,
    conversation_id: conversation?.id,
    conversation_origin: conversation?.origin?.type,
    conversation_expires: conversation?.expiration_timestamp,
  };
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, value] as const]
      : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
