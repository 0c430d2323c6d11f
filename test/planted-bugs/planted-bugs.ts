/** A mistake that somebody could make, as a replacement in the source, and the test that must notice it. */
export interface PlantedBug {
  readonly area: 'dedupe' | 'lease' | 'fence' | 'order' | 'resume' | 'limits' | 'contract';
  /** What goes wrong with it. */
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test that goes red. */
  readonly caughtBy: string;
}

const CLAIM = 'src/core/store/outbox-claim.ts';
const RECOVER = 'src/core/store/outbox-recover.ts';
const INTAKE = 'src/core/store/intake-messages.ts';
const FEED = 'src/core/events/event-feed.ts';

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    area: 'dedupe',
    name: 'a message that is here already counts as new',
    file: INTAKE,
    find: 'AND m.external_id = i.external_id LIMIT 1) IS NULL\n       AND (SELECT 1 FROM message_refs',
    replace: 'AND false LIMIT 1) IS NULL\n       AND (SELECT 1 FROM message_refs',
    caughtBy: 'test/core/inbox/receive-messages.test.ts',
  },
  {
    area: 'dedupe',
    name: 'unread messages are counted by statement instead of by message',
    file: INTAKE,
    find: 'unread_count = c.unread_count + excluded.unread_count',
    replace: 'unread_count = c.unread_count + 1',
    caughtBy: 'test/core/inbox/receive-messages.test.ts',
  },
  {
    area: 'dedupe',
    name: 'an idempotency key that was used is taken again',
    file: 'src/core/store/idempotency.ts',
    find: 'return taken.length > 0;',
    replace: 'return true;',
    caughtBy: 'test/core/inbox/idempotency.test.ts',
  },
  {
    area: 'dedupe',
    name: 'a row that the database refuses is brought again for ever',
    file: 'src/core/inbox/storing-failure.ts',
    find: '/^(?:22|23|54)/u',
    replace: '/^(?:22|23)/u',
    caughtBy: 'test/core/inbox/receive-messages.test.ts',
  },
  {
    area: 'lease',
    name: 'a lease that still runs is taken over',
    file: RECOVER,
    find: '($1::boolean OR m.lease_until < now())',
    replace: '($1::boolean OR m.lease_until IS NOT NULL)',
    caughtBy: 'test/core/delivery/takeover.test.ts',
  },
  {
    area: 'lease',
    name: 'a message whose request may have left goes back to the queue',
    file: RECOVER,
    find: "CASE WHEN e.has_begun AND NOT e.is_repeatable THEN 'UNCONFIRMED' ELSE 'QUEUED' END",
    replace: "'QUEUED'",
    caughtBy: 'test/core/delivery/takeover.test.ts',
  },
  {
    area: 'lease',
    name: 'a message of which certainly nothing left is given up for unclear',
    file: RECOVER,
    find: "CASE WHEN e.has_begun AND NOT e.is_repeatable THEN 'UNCONFIRMED' ELSE 'QUEUED' END",
    replace: "'UNCONFIRMED'",
    caughtBy: 'test/core/delivery/takeover.test.ts',
  },
  {
    area: 'lease',
    name: 'a process that stood still makes its request all the same',
    file: 'src/core/delivery/deliver-message.ts',
    find: 'if (isTooLate || pace.isResting',
    replace: 'if (pace.isResting',
    caughtBy: 'test/core/delivery/takeover.test.ts',
  },
  {
    area: 'fence',
    name: 'a result is written whoever holds the message by now',
    file: 'src/core/store/outbox-settle.ts',
    find: `WHERE m.id = i."id" AND m.fence = i."fence" AND m.status = 'SENDING'`,
    replace: 'WHERE m.id = i."id"',
    caughtBy: 'test/core/delivery/takeover.test.ts',
  },
  {
    area: 'order',
    name: 'a message passes an earlier one that still waits',
    file: CLAIM,
    find: "earlier.status IN ('QUEUED', 'SENDING')",
    replace: "earlier.status IN ('SENDING')",
    caughtBy: 'test/core/delivery/order.test.ts',
  },
  {
    area: 'order',
    name: 'a message passes an earlier one that is on the wire',
    file: CLAIM,
    find: "earlier.status IN ('QUEUED', 'SENDING')",
    replace: "earlier.status IN ('QUEUED')",
    caughtBy: 'test/core/delivery/order.test.ts',
  },
  {
    area: 'order',
    name: 'a late receipt moves a status back',
    file: 'src/core/model/delivery-status.ts',
    find: 'RANK[receipt] > RANK[current] ? receipt : current',
    replace: 'receipt',
    caughtBy: 'test/core/delivery/receipts.test.ts',
  },
  {
    area: 'order',
    name: 'a failure on one device undoes a delivery on another',
    file: 'src/core/model/delivery-status.ts',
    find: 'FAILED: 4,',
    replace: 'FAILED: 7,',
    caughtBy: 'test/core/delivery/receipts.test.ts',
  },
  {
    area: 'resume',
    name: 'a stream begins with what happens next instead of behind its cursor',
    file: FEED,
    find: 'let position = after;',
    replace: 'let position = latest;',
    caughtBy: 'test/graphql/subscriptions/following.test.ts',
  },
  {
    area: 'resume',
    name: 'a cursor whose events are gone is followed as if nothing were missing',
    file: FEED,
    find: 'if (after + 1 < oldest) {',
    replace: 'if (after < 0) {',
    caughtBy: 'test/graphql/subscriptions/following.test.ts',
  },
  {
    area: 'resume',
    name: 'a cursor of another instance waits for ever',
    file: FEED,
    find: 'if (after > latest) {',
    replace: 'if (after < 0) {',
    caughtBy: 'test/graphql/subscriptions/following.test.ts',
  },
  {
    area: 'resume',
    name: 'numbers of events are given out with holes',
    file: INTAKE,
    find: 'SET last_event_number = w.last_event_number + n.events,',
    replace: 'SET last_event_number = w.last_event_number + n.events + 1,',
    caughtBy: 'test/core/inbox/receive-messages.test.ts',
  },
  {
    area: 'resume',
    name: 'retention removes an event that is young enough',
    file: 'src/core/store/retention.ts',
    find: 'e.number < edge.keep_from',
    replace: 'e.number <= edge.keep_from',
    caughtBy: 'test/core/automation/retention.test.ts',
  },
  {
    area: 'limits',
    name: 'an answered message stops counting before the platform has counted it',
    file: 'src/core/delivery/rate-window.ts',
    find: 'this.#leaving.push(nowMs + this.#limit.perMs)',
    replace: 'this.#leaving.push(nowMs)',
    caughtBy: 'test/core/delivery/rate-limits.test.ts',
  },
  {
    area: 'limits',
    name: 'what costs several messages is counted as one',
    file: 'src/core/delivery/rate-window.ts',
    find: 'this.#tokens -= cost;',
    replace: 'this.#tokens -= 1;',
    caughtBy: 'test/core/delivery/rate-limits.test.ts',
  },
  {
    area: 'limits',
    name: 'processes that share a limit do not wait for each other',
    file: 'src/core/delivery/rate-scripts.ts',
    find: 'if wait > 0 then return { wait, accountWait, processes } end',
    replace: 'if wait > 60000 then return { wait, accountWait, processes } end',
    caughtBy: 'test/core/delivery/shared-rate-limits.test.ts',
  },
  {
    area: 'limits',
    name: 'without Redis every process takes the whole limit for itself',
    file: 'src/core/delivery/shared-rate-limits.ts',
    find: 'perMs: limit.perMs * processes,',
    replace: 'perMs: limit.perMs,',
    caughtBy: 'test/core/delivery/shared-rate-limits.test.ts',
  },
  {
    area: 'contract',
    name: 'an attempt without an answer is made again',
    file: 'src/core/delivery/disposition.ts',
    find: "indeterminate: 'hold',",
    replace: "indeterminate: 'retry',",
    caughtBy: 'test/core/delivery/receipts.test.ts',
  },
  {
    area: 'contract',
    name: 'what an adapter throws counts as certainly not sent',
    file: 'src/core/delivery/attempt.ts',
    find: "    'indeterminate',\n    'The adapter failed while sending",
    replace: "    'unavailable',\n    'The adapter failed while sending",
    caughtBy: 'test/core/delivery/attempt.test.ts',
  },
  {
    area: 'contract',
    name: 'an unconfirmed message of a campaign is sent again',
    file: RECOVER,
    find: "AND m.author_kind <> 'CAMPAIGN'",
    replace: '',
    caughtBy: 'test/core/delivery/resend.test.ts',
  },
  {
    area: 'contract',
    name: 'what is sent again is not marked as a possible duplicate',
    file: RECOVER,
    find: "is_possible_duplicate = m.is_possible_duplicate OR w.unconfirmed_policy = 'RESEND'",
    replace: 'is_possible_duplicate = m.is_possible_duplicate',
    caughtBy: 'test/core/delivery/resend.test.ts',
  },
  {
    area: 'contract',
    name: 'a restored backup sends what it had queued',
    file: CLAIM,
    find: 'AND NOT EXISTS (SELECT 1 FROM instance WHERE sending_held_at IS NOT NULL)',
    replace: '',
    caughtBy: 'test/core/delivery/held-sending.test.ts',
  },
];
