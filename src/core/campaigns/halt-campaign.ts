import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { statusChanged } from '../inbox/record-status.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { CampaignStatus, PauseReason } from '../model/campaign.ts';
import type { CampaignId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { cancelPendingRecipients, lockWaitingMessages, takeBackRecipients } from '../store/campaign-halt.ts';
import { changeCampaign, findCampaign } from '../store/campaigns.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { advanceMessages } from '../store/message-status.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import type { CampaignDone } from './create-campaign.ts';
import { findMissingValues } from './find-missing-values.ts';

export interface CampaignCommand {
  readonly campaignId: CampaignId;
}

/** Stops a campaign where it is: what waits in the queue does not leave, what is on the wire has left. */
export function pauseCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  command: CampaignCommand,
): Promise<CampaignDone | UserError> {
  return halt(core, viewer, command, ['RUNNING'], async (queries, campaign, now) =>
    pauseWithin(queries, campaign, 'BY_HAND', null, now),
  );
}

/** Ends a campaign for good. Whoever has not got it does not get it any more. */
export function cancelCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  command: CampaignCommand,
): Promise<CampaignDone | UserError> {
  const from = ['DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED'] as const;
  return halt(core, viewer, command, from, async (queries, campaign, now) => {
    const changed = await changeCampaign(queries, campaign, from, { status: 'CANCELED', finishedAt: now });
    if (changed === null) return null;
    await cancelPendingRecipients(queries, campaign);
    const { drafts } = await withdrawWaiting(queries, campaign, now);
    return { campaign: changed, drafts };
  });
}

/** Lets a paused campaign go on where it stopped. */
export async function resumeCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  command: CampaignCommand,
): Promise<CampaignDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, command.campaignId);
  if (campaign?.pauseReason === 'VARIABLE_MISSING') {
    const missing = await findMissingValues(core, campaign);
    if (missing !== null) return validationFailed(missing, ['campaignId']);
  }
  return halt(core, viewer, command, ['PAUSED'], async (queries, paused) => {
    const changed = await changeCampaign(queries, paused, ['PAUSED'], {
      status: 'RUNNING',
      pauseReason: null,
      pauseDetail: null,
      dueAt: null,
      leaseUntil: null,
      nextReleaseAt: null,
    });
    return changed === null ? null : { campaign: changed, drafts: [] };
  });
}

export interface Halted {
  readonly campaign: Campaign;
  /** About the messages that were taken out of the queue. */
  readonly drafts: readonly EventDraft[];
}

/** Within somebody's transaction; null: it was not running (any more). */
export async function pauseWithin(
  queries: Queries,
  campaign: Campaign,
  reason: PauseReason,
  detail: string | null,
  now: Date,
): Promise<Halted | null> {
  const change = { status: 'PAUSED', pauseReason: reason, pauseDetail: detail } as const;
  const changed = await changeCampaign(queries, campaign, ['RUNNING'], change);
  if (changed === null) return null;
  const { drafts, messageIds, costMicros } = await withdrawWaiting(queries, campaign, now);
  if (messageIds.length === 0) return { campaign: changed, drafts };
  await takeBackRecipients(queries, campaign, messageIds);
  const committedMicros = changed.committedMicros - costMicros;
  const settled = await changeCampaign(queries, campaign, ['PAUSED'], { committedMicros });
  return { campaign: settled ?? changed, drafts };
}

/** The campaign's row is locked, so nothing of it enters the queue meanwhile. */
async function withdrawWaiting(queries: Queries, campaign: Campaign, now: Date) {
  const waiting = await lockWaitingMessages(queries, campaign);
  const messageIds = waiting.map(({ id }) => id);
  if (messageIds.length > 0) {
    await advanceMessages(queries, messageIds, { status: 'CANCELED', occurredAt: now, receivedAt: now });
  }
  return {
    messageIds,
    costMicros: waiting.reduce((sum, { costMicros }) => sum + costMicros, 0),
    drafts: waiting.map((message) => statusChanged(message, 'CANCELED', now)),
  };
}

async function halt(
  core: Core,
  viewer: WorkspaceViewer,
  { campaignId }: CampaignCommand,
  from: readonly CampaignStatus[],
  change: (queries: Queries, campaign: Campaign, now: Date) => Promise<Halted | null>,
): Promise<CampaignDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  return commit<CampaignDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const now = await workspaceNow({ db: queries, clock: core.clock }, viewer.workspaceId);
    const halted = await change(queries, campaign, now);
    if (halted === null) {
      const words = from.join(' or ');
      return { result: conflict(`It is ${campaign.status}; this needs one that is ${words}.`), events: [] };
    }
    const changed = campaignChanged(halted.campaign, now);
    return { result: { kind: 'done', campaign: halted.campaign }, events: [...halted.drafts, changed] };
  });
}
