import type { SubscriptionState } from '../model/consent.ts';
import type { TopicId } from '../model/ids.ts';
import type { Purpose } from '../model/words.ts';
import type { ConsentRecord } from '../store/rows.ts';

/** Where a consent stands; derived from the ledger, never stored. */
export interface Subscription {
  /** Null: to the purpose as a whole. */
  readonly topicId: TopicId | null;
  readonly purpose: Purpose;
  readonly state: SubscriptionState;
  /** When it came to stand so. */
  readonly since: Date;
  readonly record: ConsentRecord;
}

type Derivable = Pick<ConsentRecord, 'topicId' | 'purpose' | 'action' | 'expiresAt' | 'occurredAt'>;

/** @param records  Of one identity, newest first. */
export function subscriptionsOf(records: readonly ConsentRecord[], at: Date): readonly Subscription[] {
  const newest = new Map<string, ConsentRecord>();
  for (const record of records) {
    const subject = record.topicId ?? record.purpose;
    if (!newest.has(subject)) newest.set(subject, record);
  }
  return [...newest.values()].map((record) => ({
    topicId: record.topicId,
    purpose: record.purpose,
    state: stateOf(record, at),
    since: sinceOf(record, at),
    record,
  }));
}

function stateOf({ action, expiresAt }: Derivable, at: Date): SubscriptionState {
  switch (action) {
    case 'REQUESTED':
      return expiresAt !== null && expiresAt <= at ? 'EXPIRED' : 'REQUESTED';
    case 'DECLINED':
      return 'WITHDRAWN';
    default:
      return action;
  }
}

function sinceOf(record: Derivable, at: Date): Date {
  return stateOf(record, at) === 'EXPIRED' && record.expiresAt !== null
    ? record.expiresAt
    : record.occurredAt;
}

/** What can still be taken back: a request, or a consent. */
export const isStanding = ({ state }: Pick<Subscription, 'state'>): boolean =>
  state === 'REQUESTED' || state === 'GRANTED' || state === 'CONFIRMED';
