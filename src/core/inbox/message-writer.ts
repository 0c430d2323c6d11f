import type { WorkspaceId } from '../model/ids.ts';
import { type IntakeRow, insertInboundMessages } from '../store/intake-messages.ts';
import type { Core } from './core.ts';
import { MAX_TRIES, storingFailure } from './storing-failure.ts';

/** What became of one new message. */
export type WriteOutcome =
  /** It is durable, now or since an earlier copy. `isOvertaken`: a change of it came before it and waits. */
  | { readonly kind: 'stored'; readonly isOvertaken: boolean }
  /** The database was not there: the sender must try again. */
  | { readonly kind: 'unavailable' }
  /** The database is well and refuses this row: it must not be tried for ever. */
  | { readonly kind: 'poison'; readonly error: unknown };

export interface MessageWriter {
  /** Rows of one sender are stored in the order in which they came. */
  write(row: IntakeRow): Promise<WriteOutcome>;
}

interface Waiting {
  readonly row: IntakeRow;
  readonly sizeBytes: number;
  readonly settle: (outcome: WriteOutcome) => void;
}

type WriterCore = Pick<Core, 'db' | 'wake' | 'log'>;

/** More rows in one statement did not make it faster. */
const MAX_BATCH = 64;
/** A few huge texts do not travel together. */
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Natural group commit: a writer that is free takes whatever waits for it. Alone, a message goes at once; in a
 * crowd, batches form by themselves. No timer.
 */
export function createMessageWriter(core: WriterCore): MessageWriter {
  // The embedded engine has one connection: a second writer would only split the batches.
  const lanes = Array.from({ length: core.db.engine === 'embedded' ? 1 : 2 }, () => createLane(core));
  return {
    // A sender stays in one lane: its messages keep their order, and two writers never wait for one row.
    write: (row) =>
      new Promise((settle) => {
        const lane = lanes[spread(`${row.account_id}:${row.sender}`) % lanes.length];
        lane?.(row, settle);
      }),
  };
}

/** One writer and what waits for it. Workspaces take turns: a busy one does not starve the others. */
function createLane(core: WriterCore): (row: IntakeRow, settle: Waiting['settle']) => void {
  const waiting = new Map<WorkspaceId, Waiting[]>();
  let isBusy = false;

  const pump = async () => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.size > 0) await writeBatch(core, takeBatch(waiting));
    isBusy = false;
  };

  return (row, settle) => {
    const item = {
      row,
      settle,
      sizeBytes: row.raw === null ? textLength(row) : textLength(row) + row.raw.length,
    };
    const queue = waiting.get(row.workspace_id);
    if (queue === undefined) waiting.set(row.workspace_id, [item]);
    else queue.push(item);
    void pump();
  };
}

/** As much as fits, a workspace after the other: what is left of one waits behind everybody else. */
function takeBatch(waiting: Map<WorkspaceId, Waiting[]>): readonly Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  for (const [workspaceId, queue] of waiting) {
    let length = 0;
    for (const { sizeBytes } of queue) {
      const isFull = batch.length + length === MAX_BATCH || bytes + sizeBytes > MAX_BATCH_BYTES;
      // Something goes, however large.
      if (isFull && batch.length + length > 0) break;
      bytes += sizeBytes;
      length += 1;
    }
    if (length === 0) break;
    waiting.delete(workspaceId);
    batch.push(...queue.splice(0, length));
    if (queue.length > 0) {
      waiting.set(workspaceId, queue);
      break;
    }
  }
  return batch;
}

async function writeBatch(core: WriterCore, batch: readonly Waiting[]): Promise<void> {
  const outcomes = await tryWrite(
    core,
    batch.map(({ row }) => row),
  );
  if (outcomes !== null) {
    for (const { row, settle } of batch) settle(outcomes(row));
    return;
  }
  // One of them made the whole statement fail; the others must not share its fate.
  for (const { row, settle } of batch) {
    const outcome = await tryWrite(core, [row]);
    settle(outcome === null ? { kind: 'unavailable' } : outcome(row));
  }
}

/** Null: the rows as a batch can not be stored, each may by itself. */
async function tryWrite(
  core: WriterCore,
  rows: readonly IntakeRow[],
): Promise<((row: IntakeRow) => WriteOutcome) | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const news = await insertInboundMessages(core.db, rows);
      for (const { workspaceId, number } of news) core.wake.news({ workspaceId, number });
      const overtaken = new Set(news.flatMap((one) => one.overtaken ?? []));
      return ({ message_id }) => ({ kind: 'stored', isOvertaken: overtaken.has(message_id) });
    } catch (error) {
      const failure = storingFailure(error);
      if (failure === 'away') {
        core.log.warn({ error }, 'inbound messages were not stored: the database is away');
        return () => ({ kind: 'unavailable' });
      }
      // What won is visible to the next try: copies that other processes stored are passed over then.
      if (failure === 'race' && attempt < MAX_TRIES) continue;
      if (rows.length > 1 || failure === 'race') return null;
      return () => ({ kind: 'poison', error });
    }
  }
}

/** A cheap measure, good enough to bound a statement: only texts and raw bodies grow large. */
function textLength({ parts }: IntakeRow): number {
  let length = 500;
  for (const part of parts) if (part.type === 'text') length += part.text.length;
  return length;
}

/** FNV-1a. */
function spread(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
