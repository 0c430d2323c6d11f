import { and, eq, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import { eventReaders, workspaces } from './tables/index.ts';

/** How far a reader inside Confab has worked through a workspace's log; 0 before its first entry. */
export async function findReaderPosition(
  queries: Queries,
  workspaceId: WorkspaceId,
  name: string,
): Promise<number> {
  const [row] = await queries.orm
    .select()
    .from(eventReaders)
    .where(and(eq(eventReaders.workspaceId, workspaceId), eq(eventReaders.name, name)));
  return row?.lastNumber ?? 0;
}

/** Forward only: of two processes that read the same log, the slower one takes nothing back. */
export async function moveReader(
  queries: Queries,
  workspaceId: WorkspaceId,
  name: string,
  lastNumber: number,
): Promise<void> {
  await queries.orm
    .insert(eventReaders)
    .values({ workspaceId, name, lastNumber })
    .onConflictDoUpdate({
      target: [eventReaders.workspaceId, eventReaders.name],
      set: { lastNumber: sql`greatest(${eventReaders.lastNumber}, excluded.last_number)` },
    });
}

export async function listWorkspaceIds(queries: Queries): Promise<readonly WorkspaceId[]> {
  const rows = await queries.orm.select({ id: workspaces.id }).from(workspaces);
  return rows.map(({ id }) => id);
}
