import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import type { MigrationId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { ChannelAccount, Migration } from './rows.ts';
import { singleRow } from './single-row.ts';
import { channelAccounts, migrations, workspaces } from './tables/index.ts';

export async function insertMigration(
  { orm }: Queries,
  row: typeof migrations.$inferInsert,
): Promise<Migration> {
  return singleRow(await orm.insert(migrations).values(row).returning());
}

export async function findMigration(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationId,
): Promise<Migration | null> {
  const [row] = await orm.select().from(migrations).where(mine(workspaceId, id));
  return row ?? null;
}

/** Held until the transaction ends. */
export async function lockMigration(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationId,
): Promise<Migration | null> {
  const [row] = await orm.select().from(migrations).where(mine(workspaceId, id)).for('update');
  return row ?? null;
}

export async function updateMigration(
  { orm }: Queries,
  { workspaceId, id }: Migration,
  change: Partial<Pick<Migration, 'status' | 'startedAt' | 'endedAt' | 'reminderRound'>>,
): Promise<Migration> {
  return singleRow(await orm.update(migrations).set(change).where(mine(workspaceId, id)).returning());
}

/** Of all workspaces: those that somebody works on. */
export async function listRunningMigrations({ orm }: Queries): Promise<readonly Migration[]> {
  return orm.select().from(migrations).where(eq(migrations.status, 'RUNNING'));
}

/** @param now  By our clock; each workspace's own time is reckoned from it. */
export async function listOverdueMigrations({ orm }: Queries, now: Date): Promise<readonly Migration[]> {
  const ownNow = sql`${now.toISOString()}::timestamptz + ${workspaces.clockOffsetMs} * interval '1 millisecond'`;
  const overdue = await orm
    .select({ migration: migrations })
    .from(migrations)
    .innerJoin(workspaces, eq(workspaces.id, migrations.workspaceId))
    .where(and(lte(migrations.deadlineAt, ownNow), inArray(migrations.status, ['RUNNING', 'PAUSED'])));
  return overdue.map(({ migration }) => migration);
}

/** Accounts of the workspace that are connected, in the order in which they are named; what is missing is left out. */
export async function findLiveAccounts(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly ChannelAccount['id'][],
): Promise<readonly ChannelAccount[]> {
  const rows = await orm.select().from(channelAccounts).where(eq(channelAccounts.workspaceId, workspaceId));
  return ids.flatMap((id) => rows.filter((row) => row.id === id && row.status !== 'DISCONNECTED'));
}

const mine = (workspaceId: WorkspaceId, id: MigrationId) =>
  and(eq(migrations.id, id), eq(migrations.workspaceId, workspaceId));

const LAPSE: Statement = {
  name: 'lapse_migration_readers',
  text: `
    WITH due AS (
      SELECT id FROM migration_readers
       WHERE migration_id = $1::uuid AND state IN ('IMPORTED', 'INVITED', 'OPENED', 'ARRIVED', 'FAILED')
       ORDER BY id LIMIT $3::int FOR UPDATE SKIP LOCKED
    ), lapsed AS (
      UPDATE migration_readers r SET state = 'LAPSED', state_at = $2::timestamptz FROM due WHERE r.id = due.id
      RETURNING 1
    )
    SELECT count(*)::float8 AS lapsed FROM lapsed`,
};

/** Up to `limit` readers who have not moved; returns how many. */
export async function lapseReaders(
  queries: Queries,
  migrationId: MigrationId,
  now: Date,
  limit: number,
): Promise<number> {
  const [row] = await queries.run<{ lapsed: number }>(LAPSE, [migrationId, now, limit]);
  return row?.lapsed ?? 0;
}
