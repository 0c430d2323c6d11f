import { eq } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Workspace } from './rows.ts';
import { singleRow } from './single-row.ts';
import { workspaceCounters, workspaces } from './tables/index.ts';

/** Adds a workspace and the row that its numbers are counted in. */
export async function insertWorkspace(
  { orm }: Queries,
  workspace: Pick<Workspace, 'id' | 'name' | 'wrappedDataKey' | 'createdAt'>,
): Promise<Workspace> {
  const inserted = singleRow(await orm.insert(workspaces).values(workspace).returning());
  await orm.insert(workspaceCounters).values({ workspaceId: workspace.id });
  return inserted;
}

export async function findWorkspace({ orm }: Queries, id: WorkspaceId): Promise<Workspace | null> {
  const [workspace] = await orm.select().from(workspaces).where(eq(workspaces.id, id));
  return workspace ?? null;
}
