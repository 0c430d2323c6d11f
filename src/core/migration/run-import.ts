import type { ChannelDefinition } from '../channel/index.ts';
import { draftEntry } from '../consent/ledger-entry.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ContentStore } from '../media/content-store.ts';
import { type StoredAudienceRow, storeAudienceRows } from '../store/audience-rows.ts';
import { appendConsents } from '../store/consent-ledger.ts';
import { sqlState, UNIQUE_VIOLATION } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { findMedia } from '../store/media.ts';
import {
  claimImport,
  findImport,
  type ImportError,
  insertImportErrors,
  recordProgress,
} from '../store/migration-imports.ts';
import { findLiveAccounts, findMigration } from '../store/migrations.ts';
import type { ChannelAccount, Migration, MigrationImport, Topic } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { type Header, type ReadRow, readAudienceRow, readHeader } from './audience-row.ts';
import { isEncoding } from './import-audience.ts';
import { migrationChanged } from './migration-events.ts';
import { detectEncoding, type FileEncoding, FileProblem, type FileRow, readRows } from './read-file.ts';

const BATCH = 500;
/** A worker that dies holds its import up for so long. */
const LEASE_SECONDS = 60;
const MAX_VALUE = 200;

interface Work {
  readonly claim: { readonly id: MigrationImport['id']; readonly fence: number };
  readonly job: MigrationImport;
  readonly migration: Migration;
  readonly account: ChannelAccount;
  readonly adapter: ChannelDefinition;
  readonly topic: Topic;
  readonly path: string;
}

/**
 * Works on the oldest unfinished import, from where it was left.
 *
 * @param stop  Aborted: the batch at hand is finished; the next worker goes on behind it.
 * @returns false when there is none.
 */
export async function runImport(
  core: Core,
  contentStore: Pick<ContentStore, 'pathOf'>,
  stop: AbortSignal,
): Promise<boolean> {
  const claim = await claimImport(core.db, LEASE_SECONDS);
  if (claim === null) return false;
  const job = await findImport(core.db, claim.workspaceId, claim.id);
  if (job === null) return false;
  try {
    const work = await prepare(core, contentStore, claim, job);
    const encoding = await check(core, work, stop);
    if (encoding !== null) await take(core, work, encoding, stop);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const end = { status: 'FAILED', rowsRead: job.rowsRead, finishedAt: core.clock.now() } as const;
    await recordProgress(core.db, claim, { ...end, problem: error.message }, LEASE_SECONDS);
  }
  return true;
}

async function prepare(
  core: Core,
  contentStore: Pick<ContentStore, 'pathOf'>,
  claim: Work['claim'],
  job: MigrationImport,
): Promise<Work> {
  const { workspaceId } = job;
  const migration = await findMigration(core.db, workspaceId, job.migrationId);
  const file = await findMedia(core.db, workspaceId, job.mediaId);
  if (migration === null || file === null || file.contentHash === null) {
    throw new FileProblem('The file or the migration is not there any more.');
  }
  const [account] = await findLiveAccounts(core.db, workspaceId, [migration.sourceAccountId]);
  const adapter = account === undefined ? null : core.channels.find(account.channel);
  const topic = await findTopic(core.db, workspaceId, migration.topicId);
  if (account === undefined || adapter === null || topic === null) {
    throw new FileProblem('The account that the readers leave is not connected any more.');
  }
  return { claim, job, migration, account, adapter, topic, path: contentStore.pathOf(file.contentHash) };
}

/** Reads the whole file before anything of it is written. Null: interrupted. */
async function check(
  core: Core,
  { claim, job, path }: Work,
  stop: AbortSignal,
): Promise<FileEncoding | null> {
  const encoding =
    job.encoding !== null && isEncoding(job.encoding) ? job.encoding : await detectEncoding(path);
  if (job.rowCount !== null) return encoding;
  let rows = 0;
  for await (const row of readRows(path, encoding)) {
    if (rows === 0) readHeader(row);
    rows = row.number;
    if (rows % (BATCH * 20) !== 0) continue;
    if (stop.aborted) return null;
    await recordProgress(core.db, claim, { status: 'CHECKING', rowsRead: 0 }, LEASE_SECONDS);
  }
  if (rows === 0) throw new FileProblem('The file is empty.');
  const checked = { status: 'RUNNING', rowsRead: 0, rowCount: rows - 1, encoding } as const;
  return (await recordProgress(core.db, claim, checked, LEASE_SECONDS)) ? encoding : null;
}

async function take(core: Core, work: Work, encoding: FileEncoding, stop: AbortSignal): Promise<void> {
  let header: Header | null = null;
  let batch: FileRow[] = [];
  let last = work.job.rowsRead;
  const flush = async (isLast: boolean): Promise<boolean> => {
    if (header === null || (batch.length === 0 && !isLast)) return true;
    const rows = batch;
    batch = [];
    last = rows.at(-1)?.number ?? last;
    return storeBatch(core, work, { header, rows, last, isLast });
  };
  for await (const row of readRows(work.path, encoding)) {
    if (header === null) {
      header = readHeader(row);
      continue;
    }
    if (row.number <= work.job.rowsRead) continue;
    batch.push(row);
    if (batch.length < BATCH) continue;
    if (!(await flush(false)) || stop.aborted) return;
  }
  await flush(true);
}

interface Batch {
  readonly header: Header;
  readonly rows: readonly FileRow[];
  readonly last: number;
  readonly isLast: boolean;
}

/** One batch, whole or not at all, with how far the import is. False: somebody else has it by now. */
async function storeBatch(core: Core, work: Work, batch: Batch): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryBatch(core, work, batch);
    } catch (error) {
      // Somebody of the list wrote in that very moment and is known now.
      if (sqlState(error) !== UNIQUE_VIOLATION || tries === 5) throw error;
    }
  }
}

async function tryBatch(core: Core, work: Work, { header, rows, last, isLast }: Batch): Promise<boolean> {
  const { job, migration, claim, account, adapter, topic } = work;
  const { workspaceId } = job;
  const now = await workspaceNow(core, workspaceId);
  const good: { readonly number: number; readonly row: ReadRow }[] = [];
  const errors: ImportError[] = [];
  const fail = (rowNumber: number, column: string, message: string, value: string) =>
    errors.push({
      workspaceId,
      rowNumber,
      column,
      message,
      importId: job.id,
      value: value.slice(0, MAX_VALUE).toWellFormed(),
    });
  const seen = new Set<string>();
  for (const row of rows) {
    const read = readAudienceRow(row, header, adapter, now);
    if ('message' in read) fail(row.number, read.column, read.message, read.value);
    else if (seen.has(read.externalId)) fail(row.number, 'address', DOUBLED, read.externalId);
    else {
      seen.add(read.externalId);
      good.push({ number: row.number, row: read });
    }
  }
  return commit(core, workspaceId, async (queries) => {
    const target = {
      workspaceId,
      channelAccountId: account.id,
      migrationId: migration.id,
      topicId: topic.id,
      now,
    };
    const stored = await storeAudienceRows(
      queries,
      target,
      good.map(({ row }) => row),
    );
    const doubles: ImportError[] = [];
    for (const { ord, readerSince } of stored) {
      const one = good[ord];
      if (one === undefined || readerSince === null || readerSince < job.createdAt) continue;
      const error = {
        workspaceId,
        importId: job.id,
        rowNumber: one.number,
        column: 'address',
        message: DOUBLED,
      };
      doubles.push({ ...error, value: one.row.externalId });
    }
    await appendConsents(
      queries,
      workspaceId,
      stored.flatMap((person) => consentOf(work, person, good[person.ord]?.row, now) ?? []),
    );
    await insertImportErrors(queries, [...errors, ...doubles]);
    const added = stored.filter(({ isAdded }) => isAdded).length;
    const kept = await recordProgress(
      queries,
      claim,
      {
        added,
        status: isLast ? 'DONE' : 'RUNNING',
        rowsRead: last,
        known: good.length - added - doubles.length,
        passedOver: stored.filter(({ isAdded, hasRefused }) => isAdded && hasRefused).length,
        failed: errors.length + doubles.length,
        ...(isLast && { finishedAt: now }),
      },
      LEASE_SECONDS,
    );
    // Another worker has taken over: what this one did in the batch must not stand twice.
    if (!kept) throw new TakenOver();
    const events: EventDraft[] = added > 0 || isLast ? [migrationChanged(migration, now)] : [];
    return { result: true, events };
  }).catch((error: unknown) => {
    if (error instanceof TakenOver) return false;
    throw error;
  });
}

class TakenOver extends Error {}

const DOUBLED = 'The same reader stands in an earlier row.';

/** The consent that the list proves; null where one stands already, or was refused or taken back since. */
function consentOf(
  { job, topic, account }: Work,
  person: StoredAudienceRow,
  row: ReadRow | undefined,
  now: Date,
) {
  const stands = person.consent === 'CONFIRMED' || person.consent === 'GRANTED';
  if (row === undefined || stands || person.hasRefused) return null;
  const identity = { id: person.identityId, contactId: person.contactId, workspaceId: job.workspaceId };
  return draftEntry(
    { account, identity },
    {
      topic,
      purpose: topic.purpose,
      action: 'CONFIRMED',
      method: 'IMPORT',
      legalBasis: job.legalBasis,
      evidence: row.evidence ?? job.evidence,
      recordedBy: job.recordedBy,
      occurredAt: row.consentedAt ?? job.createdAt,
    },
    now,
  );
}
