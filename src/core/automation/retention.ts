import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { Core } from '../inbox/core.ts';
import { listWorkspaceIds } from '../store/event-readers.ts';
import { expireEvents, expireIdempotencyKeys } from '../store/retention.ts';

export interface RetentionOptions {
  /** How long the log is kept; an older cursor has expired. Default 7 days. */
  readonly eventsMs?: number;
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** The API promises 24 h; a client that was away for a weekend shall not send twice either. */
const IDEMPOTENCY_MS = 3 * DAY_MS;
/** Small enough that nobody waits for a lock that it holds. */
const BATCH = 5_000;

type RetentionCore = Pick<Core, 'db' | 'clock' | 'log'>;

/** Removes what is old, now and then. Several processes may do so at once. */
export function createRetention(core: RetentionCore, options: RetentionOptions = {}): WorkLoop {
  return createWorkLoop({
    async round(stop) {
      await removeOld(core, options, stop);
      return false;
    },
    onFailure: (error) => core.log.warn({ error }, 'what is old could not be removed; trying again'),
    napMs: HOUR_MS,
  });
}

/** One round, in batches of a transaction each. */
export async function removeOld(
  { db, clock }: RetentionCore,
  { eventsMs = 7 * DAY_MS }: RetentionOptions = {},
  stop: AbortSignal = new AbortController().signal,
): Promise<void> {
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  const untilNone = async (remove: () => Promise<number>) => {
    while (!stop.aborted && (await remove()) > 0);
  };
  for (const id of await listWorkspaceIds(db)) {
    await untilNone(() => expireEvents(db, id, before(eventsMs), BATCH));
  }
  await untilNone(() => expireIdempotencyKeys(db, before(IDEMPOTENCY_MS), BATCH));
}
