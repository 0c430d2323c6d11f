import type { RecipientState } from '../model/campaign.ts';
import type { CampaignId, ContactId, WorkspaceId } from '../model/ids.ts';
import {
  type OutcomeGroup,
  type ReportedPricing,
  type ReportLine,
  readOutcomes,
  readReportedPricing,
  readReportLines,
} from '../store/campaign-report.ts';
import { findCampaign } from '../store/campaigns.ts';
import type { Queries } from '../store/database.ts';

/** What came of a campaign. */
export interface CampaignReport {
  readonly recipientCount: number;
  /** Taken by the platform, whatever came then. */
  readonly sentCount: number;
  /** As far as channels tell; who read it has got it. */
  readonly deliveredCount: number;
  readonly readCount: number;
  /** Wrote back within 7 days, and not only to leave. */
  readonly answeredCount: number;
  /** Left within 7 days. */
  readonly withdrewCount: number;
  readonly states: readonly { readonly state: RecipientState; readonly count: number }[];
  readonly channels: readonly ChannelReport[];
  readonly failures: readonly FailureReport[];
  readonly refusals: readonly {
    readonly channel: string | null;
    readonly rule: string;
    readonly count: number;
  }[];
  readonly estimatedCosts: readonly { readonly currency: string; readonly amountMicros: number }[];
  readonly reportedPricing: readonly ReportedPricing[];
}

export interface ChannelReport {
  /** Null: known to none of the accounts. */
  readonly channel: string | null;
  readonly recipientCount: number;
  readonly sentCount: number;
  readonly deliveredCount: number;
  readonly readCount: number;
}

export interface FailureReport {
  readonly channel: string | null;
  readonly cause: string;
  readonly platformCode: string | null;
  readonly count: number;
}

const LINES_AT_ONCE = 1_000;

/** The next lines of the full report; null: there is no such campaign in the workspace. */
export async function readCampaignLines(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: CampaignId,
  after: ContactId | null,
): Promise<readonly ReportLine[] | null> {
  if (after === null && (await findCampaign(queries, workspaceId, id)) === null) return null;
  return readReportLines(queries, { id, workspaceId }, after, LINES_AT_ONCE);
}

const SENT: ReadonlySet<RecipientState> = new Set(['SENT', 'DELIVERED', 'READ']);
const DELIVERED: ReadonlySet<RecipientState> = new Set(['DELIVERED', 'READ']);

export async function reportCampaign(queries: Queries, campaignId: CampaignId): Promise<CampaignReport> {
  const groups = await readOutcomes(queries, campaignId);
  const reportedPricing = await readReportedPricing(queries, campaignId);
  const failed = groups.filter(({ state }) => state === 'FAILED' || state === 'UNCONFIRMED');
  return {
    ...countsOf(groups),
    answeredCount: sum(groups, ({ answered }) => answered),
    withdrewCount: sum(groups, ({ withdrew }) => withdrew),
    states: grouped(groups, ({ state }) => state).map(([{ state }, rows]) => ({ state, count: total(rows) })),
    channels: grouped(groups, ({ channel }) => channel).map(([{ channel }, rows]) => ({
      channel,
      ...countsOf(rows),
    })),
    failures: grouped(failed, ({ channel, cause, platformCode }) => [channel, cause, platformCode]).map(
      ([{ channel, cause, platformCode }, rows]) => ({
        channel,
        cause: cause ?? 'unknown',
        platformCode,
        count: total(rows),
      }),
    ),
    refusals: grouped(
      groups.filter(({ rule }) => rule !== null),
      ({ channel, rule }) => [channel, rule],
    ).map(([{ channel, rule }, rows]) => ({ channel, rule: rule ?? '', count: total(rows) })),
    estimatedCosts: grouped(groups, ({ currency }) => currency).flatMap(([{ currency }, rows]) =>
      currency === null ? [] : [{ currency, amountMicros: sum(rows, (row) => row.estimatedMicros) }],
    ),
    reportedPricing,
  };
}

const sum = (groups: readonly OutcomeGroup[], numberOf: (group: OutcomeGroup) => number): number =>
  groups.reduce((result, group) => result + numberOf(group), 0);
const total = (groups: readonly OutcomeGroup[]): number => sum(groups, ({ count }) => count);

function countsOf(groups: readonly OutcomeGroup[]) {
  return {
    recipientCount: total(groups),
    sentCount: total(groups.filter(({ state }) => SENT.has(state))),
    deliveredCount: total(groups.filter(({ state }) => DELIVERED.has(state))),
    readCount: total(groups.filter(({ state }) => state === 'READ')),
  };
}

/** Each group with one of its rows, the largest first. */
function grouped(
  groups: readonly OutcomeGroup[],
  keyOf: (group: OutcomeGroup) => unknown,
): readonly (readonly [OutcomeGroup, readonly OutcomeGroup[]])[] {
  const byKey = new Map<string, [OutcomeGroup, OutcomeGroup[]]>();
  for (const group of groups) {
    const key = JSON.stringify(keyOf(group));
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [group, [group]]);
    else known[1].push(group);
  }
  return [...byKey.values()].toSorted(([, one], [, other]) => total(other) - total(one));
}
