import type { MigrationId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** How many readers of a part have come how far. Whoever has arrived was invited; the counts are no partition. */
export interface FunnelCounts {
  readonly readers: number;
  readonly invited: number;
  readonly opened: number;
  readonly arrived: number;
  readonly confirmed: number;
  readonly declined: number;
  readonly failed: number;
  readonly lapsed: number;
  /** Neither moved nor refused: whoever reads there still. */
  readonly stillOnSource: number;
}

export interface FunnelPart extends FunnelCounts {
  readonly part: 'all' | 'language' | 'channel' | 'day';
  /** The language, the channel, or the day (UTC, ISO); empty: not known. */
  readonly name: string;
}

const COUNTS = `
  count(*)::float8 AS readers,
  count(*) FILTER (WHERE invited_at IS NOT NULL)::float8 AS invited,
  count(*) FILTER (WHERE opened_at IS NOT NULL)::float8 AS opened,
  count(*) FILTER (WHERE arrived_at IS NOT NULL)::float8 AS arrived,
  count(*) FILTER (WHERE state = 'CONFIRMED')::float8 AS confirmed,
  count(*) FILTER (WHERE state = 'DECLINED')::float8 AS declined,
  count(*) FILTER (WHERE state = 'FAILED')::float8 AS failed,
  count(*) FILTER (WHERE state = 'LAPSED')::float8 AS lapsed,
  count(*) FILTER (WHERE state NOT IN ('CONFIRMED', 'DECLINED'))::float8 AS "stillOnSource"`;

const FUNNEL: Statement = {
  name: 'migration_funnel',
  text: `
    WITH r AS MATERIALIZED (
      SELECT state, language, channel, invited_at, opened_at, arrived_at, confirmed_at, declined_at, failed_at
        FROM migration_readers WHERE workspace_id = $1::uuid AND migration_id = $2::uuid
    )
    SELECT 'all' AS part, '' AS name, ${COUNTS} FROM r
    UNION ALL
    SELECT 'language', coalesce(language, ''), ${COUNTS} FROM r GROUP BY 2
    UNION ALL
    SELECT 'channel', channel, ${COUNTS} FROM r WHERE channel IS NOT NULL GROUP BY 2
    UNION ALL
    SELECT 'day', to_char(step.at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), count(DISTINCT step.reader)::float8,
           count(*) FILTER (WHERE step.kind = 'invited')::float8, count(*) FILTER (WHERE step.kind = 'opened')::float8,
           count(*) FILTER (WHERE step.kind = 'arrived')::float8,
           count(*) FILTER (WHERE step.kind = 'confirmed')::float8,
           count(*) FILTER (WHERE step.kind = 'declined')::float8, count(*) FILTER (WHERE step.kind = 'failed')::float8,
           0, 0
      FROM (SELECT row_number() OVER () AS reader, r.* FROM r) n
     CROSS JOIN LATERAL (VALUES
       (n.reader, 'invited', n.invited_at), (n.reader, 'opened', n.opened_at), (n.reader, 'arrived', n.arrived_at),
       (n.reader, 'confirmed', CASE WHEN n.state = 'CONFIRMED' THEN n.confirmed_at END),
       (n.reader, 'declined', CASE WHEN n.state = 'DECLINED' THEN n.declined_at END),
       (n.reader, 'failed', CASE WHEN n.state = 'FAILED' THEN n.failed_at END)) step(reader, kind, at)
     WHERE step.at IS NOT NULL GROUP BY 2
     ORDER BY 1, 2`,
};

/** A migration's readers, counted as they stand now: as a whole, by language, by channel, and by day. */
export async function readFunnel(
  queries: Queries,
  workspaceId: WorkspaceId,
  migrationId: MigrationId,
): Promise<readonly FunnelPart[]> {
  return queries.run<FunnelPart>(FUNNEL, [workspaceId, migrationId]);
}
