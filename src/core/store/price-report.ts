import type { WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** One line: the messages of a day, channel, country, category and currency. */
export interface PriceLine {
  /** ISO date, UTC. */
  readonly day: string;
  readonly channel: string;
  /** Of the recipient; null: unknown. */
  readonly country: string | null;
  /** As the platform reported it, in its own word; null: it said none. */
  readonly category: string | null;
  /** Of the estimates; null: they have none. */
  readonly currency: string | null;
  readonly messages: number;
  /** What was expected before sending, of those that have a figure, in millionths. */
  readonly estimatedMicros: number;
  readonly estimatedFree: number;
  readonly estimatedCharged: number;
  /** Charged by what is known, with no figure on record. */
  readonly estimatedUnknown: number;
  readonly reportedFree: number;
  readonly reportedCharged: number;
  readonly unreported: number;
  /** Estimated free and reported charged, or the other way round. */
  readonly differing: number;
}

const REPORT: Statement = {
  name: 'price_report',
  text: `
    WITH told AS (
      SELECT m.id, to_char(m.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, a.channel, i.country,
             m.decision#>>'{price,currency}' AS currency,
             (m.decision#>>'{price,amountMicros}')::float8 AS micros,
             billed.category, billed.is_charged
        FROM messages m
        JOIN channel_accounts a ON a.id = m.channel_account_id
        JOIN identities i ON i.id = m.identity_id
        LEFT JOIN LATERAL (
             SELECT max(r.pricing->>'category') AS category, bool_or((r.pricing->>'billable')::boolean) AS is_charged
               FROM receipts r WHERE r.message_id = m.id AND r.pricing IS NOT NULL) billed ON true
       WHERE m.workspace_id = $1::uuid AND m.direction = 'OUTBOUND' AND m.decision IS NOT NULL
         AND m.received_at >= $2::timestamptz AND m.received_at < $3::timestamptz
         AND m.status NOT IN ('FAILED', 'REFUSED', 'CANCELED'))
    SELECT day, channel, country, category, currency, count(*)::float8 AS messages,
           coalesce(sum(micros), 0)::float8 AS "estimatedMicros",
           (count(*) FILTER (WHERE micros = 0))::float8 AS "estimatedFree",
           (count(*) FILTER (WHERE micros > 0))::float8 AS "estimatedCharged",
           (count(*) FILTER (WHERE micros IS NULL))::float8 AS "estimatedUnknown",
           (count(*) FILTER (WHERE NOT is_charged))::float8 AS "reportedFree",
           (count(*) FILTER (WHERE is_charged))::float8 AS "reportedCharged",
           (count(*) FILTER (WHERE is_charged IS NULL))::float8 AS unreported,
           (count(*) FILTER (WHERE (micros = 0 AND is_charged)
                                OR ((micros > 0 OR micros IS NULL) AND NOT is_charged)))::float8 AS differing
      FROM told
     GROUP BY day, channel, country, category, currency
     ORDER BY day, channel, country NULLS LAST, category NULLS LAST, currency NULLS LAST
     LIMIT $4::int`,
};

/** What was expected to be paid beside what platforms reported; messages that did not go out are left out. */
export function readPriceReport(
  queries: Queries,
  workspaceId: WorkspaceId,
  from: Date,
  to: Date,
  limit: number,
): Promise<readonly PriceLine[]> {
  return queries.run<PriceLine>(REPORT, [workspaceId, from, to, limit]);
}
