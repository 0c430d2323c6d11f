import { and, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import { idempotencyKeys } from './tables/index.ts';

type IdempotencyKey = typeof idempotencyKeys.$inferSelect;

/**
 * Takes a key for this transaction: true for the first, false for whoever comes later. A racing second one
 * waits here for the first to end, and sees what it decided.
 */
export async function claimIdempotencyKey(
  queries: Queries,
  entry: typeof idempotencyKeys.$inferInsert,
): Promise<boolean> {
  const taken = await queries.orm
    .insert(idempotencyKeys)
    .values(entry)
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return taken.length > 0;
}

/** What was done under a key; null: nothing. */
export async function findIdempotencyKey(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  key: string,
): Promise<IdempotencyKey | null> {
  const [row] = await orm.select().from(idempotencyKeys).where(isKey(workspaceId, key));
  return row ?? null;
}

/** For what is known only after a platform was asked: the key was claimed before. */
export async function setIdempotentResult(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  key: string,
  result: IdempotencyKey['result'],
): Promise<void> {
  await orm.update(idempotencyKeys).set({ result }).where(isKey(workspaceId, key));
}

/** Gives a key back under which nothing was done for certain. */
export async function releaseIdempotencyKey(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  key: string,
): Promise<void> {
  await orm.delete(idempotencyKeys).where(isKey(workspaceId, key));
}

const isKey = (workspaceId: WorkspaceId, key: string) =>
  and(eq(idempotencyKeys.workspaceId, workspaceId), eq(idempotencyKeys.key, key));
