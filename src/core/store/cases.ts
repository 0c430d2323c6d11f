import { and, eq, isNull } from 'drizzle-orm';
import type { CaseId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Case } from './rows.ts';
import { singleRow } from './single-row.ts';
import { cases } from './tables/index.ts';

export async function findCase({ orm }: Queries, workspaceId: WorkspaceId, id: CaseId): Promise<Case | null> {
  const [found] = await orm.select().from(cases).where(mine(workspaceId, id));
  return found ?? null;
}

/** Held until the transaction ends. The case's conversation is locked before it, as receiving does. */
export async function lockCase({ orm }: Queries, workspaceId: WorkspaceId, id: CaseId): Promise<Case> {
  return singleRow(await orm.select().from(cases).where(mine(workspaceId, id)).for('no key update'));
}

export async function updateCase(
  { orm }: Queries,
  { workspaceId, id }: Case,
  change: Partial<Pick<Case, 'status' | 'assigneeId' | 'snoozedUntil' | 'resolvedAt'>>,
): Promise<Case> {
  return singleRow(await orm.update(cases).set(change).where(mine(workspaceId, id)).returning());
}

/** The first response counts; later ones change nothing. */
export async function noteFirstResponse(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: CaseId,
  firstResponseAt: Date,
): Promise<void> {
  await orm
    .update(cases)
    .set({ firstResponseAt })
    .where(and(mine(workspaceId, id), isNull(cases.firstResponseAt)));
}

const mine = (workspaceId: WorkspaceId, id: CaseId) =>
  and(eq(cases.id, id), eq(cases.workspaceId, workspaceId));
