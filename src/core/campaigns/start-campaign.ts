import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { CampaignSchedule } from '../model/campaign.ts';
import type { CampaignId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { changeCampaign, findCampaign } from '../store/campaigns.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import type { CampaignDone } from './create-campaign.ts';
import { findMissingValues } from './find-missing-values.ts';
import { instantOf } from './local-instant.ts';

/** The earliest clocks on earth (the Line Islands'). */
const FURTHEST_AHEAD_MS = 14 * 3_600_000;

/**
 * Lets a draft go: at once, or when its schedule says. From its start on its recipients are fixed. A value that
 * somebody lacks, and that the content has no words for, refuses the whole, before anything leaves.
 */
export async function startCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  { campaignId }: { readonly campaignId: CampaignId },
): Promise<CampaignDone | UserError> {
  return letGo(core, viewer, campaignId, undefined);
}

/** The same with another schedule than the draft has. */
export async function scheduleCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  command: { readonly campaignId: CampaignId; readonly schedule: CampaignSchedule },
): Promise<CampaignDone | UserError> {
  return letGo(core, viewer, command.campaignId, command.schedule);
}

async function letGo(
  core: Core,
  viewer: WorkspaceViewer,
  campaignId: CampaignId,
  given: CampaignSchedule | undefined,
): Promise<CampaignDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  if (campaign.status === 'RUNNING') return { kind: 'done', campaign };
  if (campaign.status !== 'DRAFT' && campaign.status !== 'SCHEDULED') return notADraft(campaign);
  const schedule = given ?? campaign.schedule;
  const now = await workspaceNow(core, viewer.workspaceId);
  const startsAt = schedule === null ? now : startOf(schedule);
  if (startsAt === null) {
    return validationFailed('Give a time as YYYY-MM-DDTHH:MM and an IANA time zone.', ['schedule']);
  }
  const missing = await findMissingValues(core, campaign);
  if (missing !== null) return validationFailed(missing, ['content']);

  const isDue = startsAt <= now;
  return commit<CampaignDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const changed = await changeCampaign(queries, campaign, ['DRAFT', 'SCHEDULED'], {
      schedule,
      startsAt,
      status: isDue ? 'RUNNING' : 'SCHEDULED',
      startedAt: isDue ? now : null,
    });
    return changed === null
      ? { result: notADraft(campaign), events: [] }
      : { result: { kind: 'done', campaign: changed }, events: [campaignChanged(changed, now)] };
  });
}

/** On their own clocks, the first recipients may be due long before the clocks of the schedule's zone show it. */
function startOf({ at, timeZone, isLocal }: CampaignSchedule): Date | null {
  if (!isLocal) return instantOf(at, timeZone);
  const utc = instantOf(at, 'UTC');
  return utc === null || instantOf(at, timeZone) === null
    ? null
    : new Date(utc.getTime() - FURTHEST_AHEAD_MS);
}

const notADraft = ({ status }: Campaign) =>
  conflict(`It is ${status}: only a draft can be started. What was paused is resumed.`);
