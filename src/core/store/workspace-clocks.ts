import { eq, ne, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import { workspaces } from './tables/index.ts';

/** How far a workspace's own time is ahead, in milliseconds. */
export async function readClockOffset({ orm }: Queries, id: WorkspaceId): Promise<number> {
  const [row] = await orm
    .select({ clockOffsetMs: workspaces.clockOffsetMs })
    .from(workspaces)
    .where(eq(workspaces.id, id));
  return row?.clockOffsetMs ?? 0;
}

/** @returns how far it is ahead from now on. */
export async function advanceClockBy({ orm }: Queries, id: WorkspaceId, ms: number): Promise<number> {
  const [row] = await orm
    .update(workspaces)
    .set({ clockOffsetMs: sql`${workspaces.clockOffsetMs} + ${ms}` })
    .where(eq(workspaces.id, id))
    .returning({ clockOffsetMs: workspaces.clockOffsetMs });
  return row?.clockOffsetMs ?? 0;
}

/** Puts every clock right again. @returns whose were wrong. */
export async function resetClocks({ orm }: Queries): Promise<readonly WorkspaceId[]> {
  const rows = await orm
    .update(workspaces)
    .set({ clockOffsetMs: 0 })
    .where(ne(workspaces.clockOffsetMs, 0))
    .returning({ id: workspaces.id });
  return rows.map(({ id }) => id);
}
