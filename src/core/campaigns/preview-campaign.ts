import type { ChannelRegistry } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { CampaignId, ContactId } from '../model/ids.ts';
import { forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { readMembers } from '../store/audience-members.ts';
import { findCampaign } from '../store/campaigns.ts';
import type { Campaign } from '../store/rows.ts';
import { createForecaster, type Forecast } from './campaign-forecast.ts';
import { createDueTimes } from './due-times.ts';
import { findMissingValues } from './find-missing-values.ts';
import { instantOf } from './local-instant.ts';
import { memberSourceOf } from './member-source.ts';
import { createWeigher } from './weigh-members.ts';

export interface CampaignPreview {
  readonly kind: 'preview';
  readonly campaign: Campaign;
  readonly forecast: Forecast;
  /** How long sending takes at the pace that the platforms and the campaign allow, from its start. */
  readonly durationMs: number;
  /** How many the budget pays for; null: there is none, or it pays for all. */
  readonly budgetedCount: number | null;
  /** Why it could not be started: values that some recipients lack. Null: it could. */
  readonly missing: string | null;
}

const BATCH = 250;

/**
 * What would happen if the campaign were started: who is reached, who is not and why, what it looks like, costs and
 * takes. Asks what sending asks, of everybody in the audience, in batches; writes nothing.
 */
export async function previewCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  { campaignId }: { readonly campaignId: CampaignId },
): Promise<CampaignPreview | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const campaign = await findCampaign(core.db, viewer.workspaceId, campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  const missing = await findMissingValues(core, campaign);
  const weigher = await createWeigher(core, campaign);
  const forecaster = createForecaster();
  const source = await memberSourceOf(core.db, campaign);
  const now = await workspaceNow(core, viewer.workspaceId);
  const at = createDueTimes(campaign, startOf(campaign, now));
  const budget = createBudget(campaign);
  let after: ContactId | null = null;
  for (;;) {
    const members = await readMembers(core.db, {
      workspaceId: viewer.workspaceId,
      source,
      topicId: campaign.topicId,
      channels: campaign.channels,
      createdUpTo: null,
      lacking: [],
      at: now,
      after,
      limit: BATCH,
    });
    const outcomes = await weigher.weigh(members, at);
    for (const [index, member] of members.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) continue;
      forecaster.count(member, outcome);
      if (outcome.kind === 'ready') budget.spend(outcome.decision.price);
    }
    const last = members.at(-1);
    if (last === undefined || members.length < BATCH) break;
    after = last.contactId;
  }
  const forecast = forecaster.forecast();
  return {
    kind: 'preview',
    campaign,
    forecast,
    durationMs: durationOf(core.channels, campaign, forecast),
    budgetedCount: budget.coveredCount(),
    missing,
  };
}

/** A draft with a schedule is looked at as of then, any other as of now. */
function startOf({ schedule }: Campaign, now: Date): Date {
  const scheduled = schedule === null ? null : instantOf(schedule.at, schedule.timeZone);
  return scheduled !== null && scheduled > now ? scheduled : now;
}

function durationOf(channels: ChannelRegistry, { pacePerSecond }: Campaign, forecast: Forecast): number {
  const byAccount = forecast.loads.flatMap(({ channel, messages }) => {
    const limits = channels.find(channel)?.capabilities.rateLimits ?? [];
    return limits
      .filter(({ scope }) => scope === 'account')
      .map((limit) => (Math.max(0, messages - limit.burst) / limit.messages) * limit.perMs);
  });
  const ownMs =
    pacePerSecond === null ? 0 : ((forecast.reachableCount - forecast.deferredCount) / pacePerSecond) * 1_000;
  return Math.ceil(Math.max(0, ownMs, ...byAccount));
}

interface Budget {
  spend(price: { readonly amountMicros: number | null; readonly currency: string | null }): void;
  coveredCount(): number | null;
}

/** Counts as the runner does: the first message that costs too much ends it. */
function createBudget({ budget, committedMicros }: Campaign): Budget {
  let leftMicros = (budget?.amountMicros ?? 0) - committedMicros;
  let covered = 0;
  let isOver = false;
  return {
    spend({ amountMicros, currency }) {
      if (budget === null || isOver) return;
      const cost = currency === budget.currency ? (amountMicros ?? 0) : 0;
      isOver = cost > leftMicros;
      if (isOver) return;
      leftMicros -= cost;
      covered += 1;
    },
    coveredCount: () => (isOver ? covered : null),
  };
}
