import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { CampaignId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { reopenRecipients } from '../store/campaign-halt.ts';
import { changeCampaign, findCampaign, lockCampaign } from '../store/campaigns.ts';
import { campaignChanged } from './campaign-changed.ts';
import type { CampaignDone } from './create-campaign.ts';

/** What may be tried again: none of these has reached anybody. */
export type RetriedState = 'FAILED' | 'REFUSED' | 'UNREACHABLE';

export interface CampaignRetried extends Omit<CampaignDone, 'kind'> {
  readonly kind: 'retried';
  /** How many get another try. */
  readonly count: number;
}

/** Tries the failed part again, and nobody else: whoever got it, or may have got it, does not get it twice. */
export async function retryCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  command: {
    readonly campaignId: CampaignId;
    /** Null: every outcome that failed. */
    readonly states: readonly RetriedState[] | null;
  },
): Promise<CampaignRetried | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, command.campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  return commit<CampaignRetried | UserError>(core, viewer.workspaceId, async (queries) => {
    const locked = await lockCampaign(queries, campaign);
    if (locked?.status !== 'RUNNING' && locked?.status !== 'COMPLETED') {
      return {
        result: conflict('Only a campaign that runs or is completed can be tried again.'),
        events: [],
      };
    }
    const now = await workspaceNow({ db: queries, clock: core.clock }, viewer.workspaceId);
    const count = await reopenRecipients(queries, campaign, command.states, now);
    if (count === 0) return { result: { kind: 'retried', campaign: locked, count }, events: [] };
    const change = { status: 'RUNNING', finishedAt: null, dueAt: null } as const;
    const changed = await changeCampaign(queries, campaign, ['RUNNING', 'COMPLETED'], change);
    if (changed === null) throw new Error('A locked campaign changed its status.');
    return { result: { kind: 'retried', campaign: changed, count }, events: [campaignChanged(changed, now)] };
  });
}
