/** An outbound message's progress; inbound messages have none. */
export type DeliveryStatus =
  | 'QUEUED'
  | 'SENDING'
  | 'SENT'
  | 'DELIVERED'
  | 'READ'
  | 'FAILED'
  | 'REFUSED'
  | 'UNCONFIRMED'
  | 'CANCELED';

export const DELIVERY_STATUSES = [
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'REFUSED',
  'UNCONFIRMED',
  'CANCELED',
] as const satisfies readonly DeliveryStatus[];

/** What a platform says happened to a message that we sent. */
export type ReceiptStatus = 'SENT' | 'DELIVERED' | 'READ' | 'FAILED';

/**
 * How far along each status is. A receipt moves a message only to a higher rank, so repeated, late and
 * reordered receipts change nothing. `FAILED` ranks just above `SENT`: a platform may accept a message and
 * fail it later, but a failure on one device after delivery on another does not undo the delivery.
 */
const RANK: Readonly<Record<DeliveryStatus, number>> = {
  QUEUED: 0,
  SENDING: 1,
  UNCONFIRMED: 2,
  SENT: 3,
  FAILED: 4,
  DELIVERED: 5,
  READ: 6,
  // Ended by us before anything left: no receipt can concern them.
  REFUSED: 9,
  CANCELED: 9,
};

/** The status after a receipt: the later of the two. */
export function advanceStatus(current: DeliveryStatus, receipt: ReceiptStatus): DeliveryStatus {
  return RANK[receipt] > RANK[current] ? receipt : current;
}
