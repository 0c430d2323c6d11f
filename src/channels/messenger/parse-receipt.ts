import * as z from 'zod';
import type { ReceiptEvent } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { EventContext } from './parse-event.ts';
import { Items, Time, Word } from './payload.ts';

const Delivery = z.object({ mids: Items, watermark: Time });
const Read = z.object({ watermark: Time });

/** Everything up to the watermark arrived, and the named messages did. Named ones need no comparing of clocks. */
export function readDelivery(value: unknown, context: EventContext): Reading {
  const { contactId, isFromPage, occurredAt } = context;
  if (isFromPage) return ignored(label('delivery', 'by-page'));
  const delivery = Delivery.safeParse(value);
  if (!delivery.success || contactId === null) return notUnderstood(label('delivery', 'malformed'));
  const { mids, watermark } = delivery.data;
  const named = mids.flatMap((mid) => Word.safeParse(mid).data ?? []);
  if (named.length === 0 && watermark === undefined) return notUnderstood(label('delivery', 'empty'));
  const common = {
    kind: 'receipt',
    status: 'DELIVERED',
    occurredAt,
    recipientExternalId: contactId,
  } as const;
  return understood([
    ...named.map((externalId): ReceiptEvent => ({ ...common, target: { externalId } })),
    ...(watermark === undefined
      ? []
      : [{ ...common, target: { recipientExternalId: contactId, upTo: watermark } }]),
  ]);
}

export function readRead(value: unknown, { contactId, isFromPage, occurredAt }: EventContext): Reading {
  if (isFromPage) return ignored(label('read', 'by-page'));
  const { watermark } = Read.safeParse(value).data ?? {};
  if (watermark === undefined || contactId === null) return notUnderstood(label('read', 'malformed'));
  return understood([
    {
      kind: 'receipt',
      status: 'READ',
      target: { recipientExternalId: contactId, upTo: watermark },
      occurredAt,
      recipientExternalId: contactId,
    },
  ]);
}
