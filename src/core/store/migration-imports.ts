import { and, asc, eq, gt } from 'drizzle-orm';
import type { MigrationImportId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { MigrationImport } from './rows.ts';
import { singleRow } from './single-row.ts';
import { migrationImportErrors, migrationImports } from './tables/index.ts';

export type ImportError = typeof migrationImportErrors.$inferSelect;

export async function insertImport(
  { orm }: Queries,
  row: typeof migrationImports.$inferInsert,
): Promise<MigrationImport> {
  return singleRow(await orm.insert(migrationImports).values(row).returning());
}

export async function findImport(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationImportId,
): Promise<MigrationImport | null> {
  const [row] = await orm
    .select()
    .from(migrationImports)
    .where(and(eq(migrationImports.id, id), eq(migrationImports.workspaceId, workspaceId)));
  return row ?? null;
}

const CLAIM: Statement = {
  name: 'claim_migration_import',
  text: `
    UPDATE migration_imports SET lease_until = now() + make_interval(secs => $1::float8), fence = fence + 1
     WHERE id = (SELECT id FROM migration_imports
                  WHERE finished_at IS NULL AND (lease_until IS NULL OR lease_until < now())
                  ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, workspace_id AS "workspaceId", fence::float8 AS fence`,
};

/** Takes the oldest unfinished import that nobody works on; until the lease ends nobody else does. */
export async function claimImport(
  queries: Queries,
  leaseSeconds: number,
): Promise<{
  readonly id: MigrationImportId;
  readonly workspaceId: WorkspaceId;
  readonly fence: number;
} | null> {
  const [row] = await queries.run<{ id: MigrationImportId; workspaceId: WorkspaceId; fence: number }>(CLAIM, [
    leaseSeconds,
  ]);
  return row ?? null;
}

const PROGRESS: Statement = {
  name: 'progress_migration_import',
  text: `
    UPDATE migration_imports
       SET status = $3, rows_read = $4::int, added = added + $5::int, known = known + $6::int,
           passed_over = passed_over + $7::int, failed = failed + $8::int,
           row_count = coalesce($9::int, row_count), encoding = coalesce($10, encoding), problem = $11,
           finished_at = $12::timestamptz,
           lease_until = CASE WHEN $12::timestamptz IS NULL THEN now() + make_interval(secs => $13::float8) END
     WHERE id = $1::uuid AND fence = $2::bigint
    RETURNING 1 AS kept`,
};

export interface ImportProgress {
  readonly status: MigrationImport['status'];
  readonly rowsRead: number;
  readonly added?: number;
  readonly known?: number;
  readonly passedOver?: number;
  readonly failed?: number;
  readonly rowCount?: number;
  readonly encoding?: string;
  readonly problem?: string;
  readonly finishedAt?: Date;
}

/** False: somebody else has the import by now, and nothing may be written for it. */
export async function recordProgress(
  queries: Queries,
  claim: { readonly id: MigrationImportId; readonly fence: number },
  progress: ImportProgress,
  leaseSeconds: number,
): Promise<boolean> {
  const rows = await queries.run(PROGRESS, [
    claim.id,
    claim.fence,
    progress.status,
    progress.rowsRead,
    progress.added ?? 0,
    progress.known ?? 0,
    progress.passedOver ?? 0,
    progress.failed ?? 0,
    progress.rowCount ?? null,
    progress.encoding ?? null,
    progress.problem ?? null,
    progress.finishedAt ?? null,
    leaseSeconds,
  ]);
  return rows.length > 0;
}

export async function insertImportErrors({ orm }: Queries, errors: readonly ImportError[]): Promise<void> {
  if (errors.length === 0) return;
  await orm
    .insert(migrationImportErrors)
    .values([...errors])
    .onConflictDoNothing();
}

/** A page of an import's errors behind a row, in the file's order. */
export async function readImportErrors(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  importId: MigrationImportId,
  afterRow: number,
  limit: number,
): Promise<readonly ImportError[]> {
  return orm
    .select()
    .from(migrationImportErrors)
    .where(
      and(
        eq(migrationImportErrors.importId, importId),
        eq(migrationImportErrors.workspaceId, workspaceId),
        gt(migrationImportErrors.rowNumber, afterRow),
      ),
    )
    .orderBy(asc(migrationImportErrors.rowNumber))
    .limit(limit);
}
