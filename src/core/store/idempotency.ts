import type { Queries } from './database.ts';
import { idempotencyKeys } from './tables/index.ts';

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
