import type { RecipientState } from '../model/campaign.ts';
import type { CampaignId, CampaignRecipientId, ContactId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

const PROGRESS: Statement = {
  name: 'campaign_progress',
  text: `
    SELECT coalesce(m.status, r.step) AS state, count(*)::float8 AS count
      FROM campaign_recipients r LEFT JOIN messages m ON m.id = r.message_id
     WHERE r.campaign_id = $1::uuid
     GROUP BY 1`,
};

/** How many recipients stand where. A state without anybody has no row. */
export async function readProgress(
  queries: Queries,
  campaignId: CampaignId,
): Promise<readonly { readonly state: RecipientState; readonly count: number }[]> {
  return queries.run(PROGRESS, [campaignId]);
}

/** What a contact does this long after a message counts as an answer to it. */
const ATTRIBUTION = `interval '7 days'`;

/** The contact wrote back, and not only to leave. `m` is the message. */
const HAS_ANSWERED = `
  EXISTS (SELECT 1 FROM messages a
           WHERE a.identity_id = m.identity_id AND a.direction = 'INBOUND'
             AND a.received_at >= m.received_at AND a.received_at < m.received_at + ${ATTRIBUTION}
             AND NOT EXISTS (SELECT 1 FROM consent_records w
                              WHERE w.identity_id = a.identity_id AND w.message_id = a.id
                                AND w.action = 'WITHDRAWN'))`;

/** The contact left the topic, or, where there is none, anything. `k` is the campaign. */
const HAS_WITHDRAWN = `
  EXISTS (SELECT 1 FROM consent_records w
           WHERE w.identity_id = m.identity_id AND w.action = 'WITHDRAWN'
             AND (k.topic_id IS NULL OR w.topic_id = k.topic_id)
             AND w.recorded_at >= m.received_at AND w.recorded_at < m.received_at + ${ATTRIBUTION})`;

/** Recipients that have the same outcome in every respect that is reported. */
export interface OutcomeGroup {
  readonly state: RecipientState;
  /** The channel that it went to or would have; null: none. */
  readonly channel: string | null;
  /** Which rule refused it; null: none. */
  readonly rule: string | null;
  /** Why it failed: our cause or kind, and the platform's code; null: it did not. */
  readonly cause: string | null;
  readonly platformCode: string | null;
  readonly currency: string | null;
  readonly count: number;
  readonly answered: number;
  readonly withdrew: number;
  /** What was expected to be charged, as far as it is known. */
  readonly estimatedMicros: number;
}

const OUTCOMES: Statement = {
  name: 'campaign_outcomes',
  text: `
    SELECT p.state, p.channel, p.rule, p.cause, p.platform_code AS "platformCode", p.currency,
           count(*)::float8 AS count,
           (count(*) FILTER (WHERE p.has_answered))::float8 AS answered,
           (count(*) FILTER (WHERE p.has_withdrawn))::float8 AS withdrew,
           coalesce(sum(p.micros), 0)::float8 AS "estimatedMicros"
      FROM (
        SELECT coalesce(m.status, r.step) AS state, a.channel,
               CASE WHEN coalesce(m.status, r.step) = 'REFUSED'
                    THEN coalesce(m.decision, r.decision)->>'rule' END AS rule,
               coalesce(m.failure->>'cause', m.failure->>'kind') AS cause,
               m.failure->>'platformCode' AS platform_code,
               CASE WHEN m.status NOT IN ('FAILED', 'REFUSED', 'CANCELED')
                    THEN m.decision#>>'{price,currency}' END AS currency,
               CASE WHEN m.status NOT IN ('FAILED', 'REFUSED', 'CANCELED')
                    THEN (m.decision#>>'{price,amountMicros}')::float8 END AS micros,
               m.id IS NOT NULL AND ${HAS_ANSWERED} AS has_answered,
               m.id IS NOT NULL AND ${HAS_WITHDRAWN} AS has_withdrawn
          FROM campaigns k
          JOIN campaign_recipients r ON r.campaign_id = k.id
          LEFT JOIN messages m ON m.id = r.message_id
          LEFT JOIN channel_accounts a ON a.id = r.channel_account_id
         WHERE k.id = $1::uuid) p
     GROUP BY 1, 2, 3, 4, 5, 6`,
};

export async function readOutcomes(
  queries: Queries,
  campaignId: CampaignId,
): Promise<readonly OutcomeGroup[]> {
  return queries.run<OutcomeGroup>(OUTCOMES, [campaignId]);
}

const REPORTED: Statement = {
  name: 'campaign_reported_pricing',
  text: `
    SELECT p.pricing, count(*)::float8 AS count
      FROM campaign_recipients r JOIN receipts p ON p.message_id = r.message_id
     WHERE r.campaign_id = $1::uuid AND p.pricing IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC LIMIT 50`,
};

/** What the platforms said that they charge, in their own words. */
export interface ReportedPricing {
  readonly pricing: Readonly<Record<string, string | number | boolean>>;
  readonly count: number;
}

export async function readReportedPricing(
  queries: Queries,
  campaignId: CampaignId,
): Promise<readonly ReportedPricing[]> {
  return queries.run<ReportedPricing>(REPORTED, [campaignId]);
}

/** One line of the full report. */
export interface ReportLine {
  readonly recipientId: CampaignRecipientId;
  readonly contactId: ContactId;
  readonly name: string | null;
  readonly channel: string | null;
  readonly account: string | null;
  readonly state: RecipientState;
  readonly queuedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly cause: string | null;
  readonly platformCode: string | null;
  readonly hasAnswered: boolean;
  readonly hasWithdrawn: boolean;
  readonly estimatedMicros: number | null;
  readonly currency: string | null;
}

const LINES: Statement = {
  name: 'campaign_report_lines',
  text: `
    SELECT r.id AS "recipientId", r.contact_id AS "contactId", c.name, a.channel, a.name AS account,
           coalesce(m.status, r.step) AS state, m.received_at AS "queuedAt", m.accepted_at AS "acceptedAt",
           (SELECT p.occurred_at FROM receipts p WHERE p.message_id = m.id AND p.status = 'DELIVERED')
             AS "deliveredAt",
           (SELECT p.occurred_at FROM receipts p WHERE p.message_id = m.id AND p.status = 'READ') AS "readAt",
           CASE WHEN coalesce(m.status, r.step) = 'REFUSED'
                THEN coalesce(m.decision, r.decision)->>'rule' END AS rule,
           coalesce(CASE WHEN coalesce(m.status, r.step) = 'REFUSED'
                         THEN coalesce(m.decision, r.decision)->>'reason' END,
                    m.failure->>'description', r.problem) AS reason,
           coalesce(m.failure->>'cause', m.failure->>'kind') AS cause,
           m.failure->>'platformCode' AS "platformCode",
           m.id IS NOT NULL AND ${HAS_ANSWERED} AS "hasAnswered",
           m.id IS NOT NULL AND ${HAS_WITHDRAWN} AS "hasWithdrawn",
           (m.decision#>>'{price,amountMicros}')::float8 AS "estimatedMicros",
           m.decision#>>'{price,currency}' AS currency
      FROM campaigns k
      JOIN campaign_recipients r ON r.campaign_id = k.id
      JOIN contacts c ON c.id = r.contact_id
      LEFT JOIN messages m ON m.id = r.message_id
      LEFT JOIN channel_accounts a ON a.id = r.channel_account_id
     WHERE k.id = $1::uuid AND k.workspace_id = $2::uuid
       AND ($3::uuid IS NULL OR r.contact_id > $3::uuid)
     ORDER BY r.contact_id LIMIT $4::int`,
};

/** The next lines of the full report, in the order of the contacts' ids. */
export async function readReportLines(
  queries: Queries,
  { id, workspaceId }: { readonly id: CampaignId; readonly workspaceId: WorkspaceId },
  after: ContactId | null,
  limit: number,
): Promise<readonly ReportLine[]> {
  return queries.run<ReportLine>(LINES, [id, workspaceId, after, limit]);
}

const STANDINGS: Statement = {
  name: 'recipient_standings',
  text: `
    SELECT r.id, coalesce(m.status, r.step) AS state,
           m.id IS NOT NULL AND ${HAS_ANSWERED} AS "hasAnswered",
           m.id IS NOT NULL AND ${HAS_WITHDRAWN} AS "hasWithdrawn"
      FROM campaign_recipients r
      JOIN campaigns k ON k.id = r.campaign_id
      LEFT JOIN messages m ON m.id = r.message_id
     WHERE r.id = ANY ($1::uuid[]) AND r.workspace_id = $2::uuid`,
};

/** What became of single recipients. */
export interface RecipientStanding {
  readonly id: CampaignRecipientId;
  readonly state: RecipientState;
  readonly hasAnswered: boolean;
  readonly hasWithdrawn: boolean;
}

export async function readStandings(
  queries: Queries,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<readonly (RecipientStanding | null)[]> {
  const rows = await queries.run<RecipientStanding>(STANDINGS, [ids, workspaceId]);
  const byId = new Map<string, RecipientStanding>(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

const CAUSES: Statement = {
  name: 'campaigns_before_cases',
  text: `
    SELECT k.id, sent.author_id AS "campaignId"
      FROM cases k
     CROSS JOIN LATERAL (
       SELECT m.author_id FROM messages m
        WHERE m.conversation_id = k.conversation_id AND m.author_kind = 'CAMPAIGN' AND m.direction = 'OUTBOUND'
          AND m.received_at <= k.opened_at AND m.received_at > k.opened_at - ${ATTRIBUTION}
          AND m.status IN ('SENDING', 'SENT', 'DELIVERED', 'READ', 'UNCONFIRMED')
        ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) sent
     WHERE k.id = ANY ($1::uuid[]) AND k.workspace_id = $2::uuid`,
};

/** The campaign that each case is most likely an answer to: the last that reached the contact in the week before. */
export async function readCampaignsOfCases(
  queries: Queries,
  workspaceId: WorkspaceId,
  caseIds: readonly string[],
): Promise<readonly (CampaignId | null)[]> {
  const rows = await queries.run<{ id: string; campaignId: CampaignId }>(CAUSES, [caseIds, workspaceId]);
  const byId = new Map(rows.map((row) => [row.id, row.campaignId]));
  return caseIds.map((id) => byId.get(id) ?? null);
}
