import { and, eq } from 'drizzle-orm';
import type { MediaId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Media } from './rows.ts';
import { media } from './tables/index.ts';

export async function findMedia(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: MediaId,
): Promise<Media | null> {
  const [row] = await queries.orm
    .select()
    .from(media)
    .where(and(eq(media.id, id), eq(media.workspaceId, workspaceId)));
  return row ?? null;
}

/** A file that somebody uploaded, ready to be sent. */
export async function insertUpload(queries: Queries, row: typeof media.$inferInsert): Promise<void> {
  await queries.orm.insert(media).values(row);
}

const CLAIM: Statement = {
  name: 'claim_media',
  text: `
    UPDATE media SET attempt_count = attempt_count + 1, next_attempt_at = now() + make_interval(secs => $2::float8)
     WHERE id IN (
       SELECT id FROM media WHERE status = 'PENDING' AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
    RETURNING id`,
};

/** Takes files that are due; until `leaseSeconds` have passed nobody else does. */
export async function claimPendingMedia(
  queries: Queries,
  limit: number,
  leaseSeconds: number,
): Promise<readonly MediaId[]> {
  const rows = await queries.run<{ id: MediaId }>(CLAIM, [limit, leaseSeconds]);
  return rows.map(({ id }) => id);
}
