import { sqlState, UNIQUE_VIOLATION } from '../store/database.ts';
import { type IntakeRow, insertInboundMessages } from '../store/intake-messages.ts';
import type { Core } from './core.ts';

/** What became of one new message. */
export type WriteOutcome =
  /** It is durable, now or since an earlier copy. */
  | { readonly kind: 'stored' }
  /** The database was not there: the sender must try again. */
  | { readonly kind: 'unavailable' }
  /** The database is well and refuses this row: it must not be tried for ever. */
  | { readonly kind: 'poison'; readonly error: unknown };

export interface MessageWriter {
  write(row: IntakeRow): Promise<WriteOutcome>;
  readonly depth: number;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly row: IntakeRow;
  readonly settle: (outcome: WriteOutcome) => void;
}

/** More rows in one statement did not make it faster. */
const MAX_BATCH = 64;
const RETRIES = 5;
const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';

/**
 * Natural group commit: a writer that is free takes whatever waits. Alone, a message goes at once; in a crowd,
 * batches form by themselves. No timer.
 */
export function createMessageWriter(core: Pick<Core, 'db' | 'wake' | 'log'>): MessageWriter {
  // The embedded engine has one connection: a second writer would only split the batches.
  const writerCount = core.db.engine === 'embedded' ? 1 : 2;
  let waiting: Waiting[] = [];
  let busy = 0;
  let inFlight = 0;
  let onIdle: (() => void)[] = [];

  const pump = () => {
    while (busy < writerCount && waiting.length > 0) {
      // One workspace's rows stay together: each workspace's counter is then locked once per batch.
      const batch = waiting.slice(0, MAX_BATCH).sort(byWorkspace);
      waiting = waiting.slice(MAX_BATCH);
      busy += 1;
      inFlight += batch.length;
      writeBatch(core, batch).finally(() => {
        busy -= 1;
        inFlight -= batch.length;
        pump();
      });
    }
    if (busy === 0 && waiting.length === 0) {
      for (const notify of onIdle) notify();
      onIdle = [];
    }
  };

  return {
    get depth() {
      return waiting.length + inFlight;
    },
    write: (row) =>
      new Promise((settle) => {
        waiting.push({ row, settle });
        pump();
      }),
    drain: () =>
      new Promise((resolve) => {
        onIdle.push(resolve);
        pump();
      }),
  };
}

/** Stable: within a workspace the order of arrival stays. */
function byWorkspace(one: Waiting, other: Waiting): number {
  if (one.row.workspace_id === other.row.workspace_id) return 0;
  return one.row.workspace_id < other.row.workspace_id ? -1 : 1;
}

async function writeBatch(core: Pick<Core, 'db' | 'wake' | 'log'>, batch: readonly Waiting[]): Promise<void> {
  const outcome = await tryWrite(
    core,
    batch.map(({ row }) => row),
  );
  if (outcome.kind === 'stored' || outcome.kind === 'unavailable' || batch.length === 1) {
    for (const { settle } of batch) settle(outcome);
    return;
  }
  // One of them made the whole statement fail; the others must not share its fate.
  for (const { row, settle } of batch) settle(await tryWrite(core, [row]));
}

async function tryWrite(
  core: Pick<Core, 'db' | 'wake' | 'log'>,
  rows: readonly IntakeRow[],
): Promise<WriteOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      for (const news of await insertInboundMessages(core.db, rows)) core.wake.news(news);
      return { kind: 'stored' };
    } catch (error) {
      const state = sqlState(error);
      if (isAway(state)) {
        core.log.warn({ error }, 'inbound messages were not stored: the database is away');
        return { kind: 'unavailable' };
      }
      // Lost a race: for the message, its sender or its conversation. What won is visible to the next try.
      const isRace = state === UNIQUE_VIOLATION || state === DEADLOCK || state === SERIALIZATION_FAILURE;
      if (isRace && rows.length === 1 && attempt < RETRIES) continue;
      return isRace && rows.length === 1 ? { kind: 'unavailable' } : { kind: 'poison', error };
    }
  }
}

/** No SQLSTATE: the driver's own trouble. Class 08: connection; 53: resources; 57: shutting down; 58: system; 25: read-only. */
export function isAway(state: string | null): boolean {
  return state === null || /^(?:08|25|53|57|58)/u.test(state);
}
