import type { WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

const EXPIRE_EVENTS: Statement = {
  name: 'expire_events',
  text: `
    WITH oldest AS MATERIALIZED (
      SELECT number, occurred_at FROM events WHERE workspace_id = $1::uuid ORDER BY number LIMIT $3::int
    ), edge AS MATERIALIZED (
      SELECT coalesce(min(number) FILTER (WHERE occurred_at >= $2::timestamptz), max(number) + 1) AS keep_from
        FROM oldest
    ), removed AS (
      DELETE FROM events e USING edge WHERE e.workspace_id = $1::uuid AND e.number < edge.keep_from
      RETURNING e.number
    ), moved AS (
      UPDATE workspace_counters c SET oldest_event_number = edge.keep_from
        FROM edge WHERE c.workspace_id = $1::uuid AND c.oldest_event_number < edge.keep_from
    )
    SELECT count(*)::float8 AS removed FROM removed`,
};

/**
 * Removes up to `limit` of a workspace's oldest events, none of them behind one that is kept: the log has no
 * holes. Whoever asks for what is gone is told so by the same commit.
 *
 * @returns how many were removed.
 */
export async function expireEvents(
  queries: Queries,
  workspaceId: WorkspaceId,
  before: Date,
  limit: number,
): Promise<number> {
  const [row] = await queries.run<{ removed: number }>(EXPIRE_EVENTS, [workspaceId, before, limit]);
  return row?.removed ?? 0;
}

const EXPIRE_KEYS: Statement = {
  name: 'expire_idempotency_keys',
  text: `
    WITH expired AS (
      SELECT workspace_id, key FROM idempotency_keys WHERE created_at < $1::timestamptz LIMIT $2::int
    ), removed AS (
      DELETE FROM idempotency_keys k USING expired e
       WHERE k.workspace_id = e.workspace_id AND k.key = e.key AND k.created_at < $1::timestamptz
      RETURNING k.key
    )
    SELECT count(*)::float8 AS removed FROM removed`,
};

/** Forgets up to `limit` idempotency keys; returns how many. */
export async function expireIdempotencyKeys(queries: Queries, before: Date, limit: number): Promise<number> {
  const [row] = await queries.run<{ removed: number }>(EXPIRE_KEYS, [before, limit]);
  return row?.removed ?? 0;
}
