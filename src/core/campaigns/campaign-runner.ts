import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import { claimCampaign, holdCampaign, releaseCampaignLeases } from '../store/campaign-claim.ts';
import { changeCampaign } from '../store/campaigns.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import { fixRecipients } from './fix-recipients.ts';
import { releaseRecipients } from './release-recipients.ts';

/** Longer than a step takes; a process that dies leaves its campaign to others for so long. */
const LEASE_MS = 10_000;
const POLL_MS = 500;

/**
 * Moves campaigns on, one short step at a time: first their recipients are written down, then messages are handed
 * over as fast as they leave. Every step is one transaction under a lease and a fence, so that processes may die
 * or overlap at any point; any number of them may run.
 */
export function createCampaignRunner(core: Core): WorkLoop {
  // With one process on the database, whoever held a lease is gone.
  let isFresh = core.db.engine === 'embedded';
  return createWorkLoop({
    async round() {
      if (isFresh) await releaseCampaignLeases(core.db);
      isFresh = false;
      return moveOneCampaign(core);
    },
    onFailure: (error) => core.log.warn({ error }, 'a campaign could not be moved on; trying again'),
    napMs: POLL_MS,
  });
}

/** One step of the campaign that has waited longest. False: none wants anything now. */
export async function moveOneCampaign(core: Core): Promise<boolean> {
  const campaign = await claimCampaign(core.db, core.clock.now(), LEASE_MS);
  if (campaign === null) return false;
  if (campaign.status === 'SCHEDULED') await begin(core, campaign);
  else if (campaign.fixedAt === null) await fixRecipients(core, campaign);
  else await releaseRecipients(core, campaign);
  return true;
}

async function begin(core: Core, campaign: Campaign): Promise<void> {
  const now = await workspaceNow(core, campaign.workspaceId);
  await commit(core, campaign.workspaceId, async (queries) => {
    if (!(await holdCampaign(queries, campaign, 0))) return { result: null, events: [] };
    const changed = await changeCampaign(queries, campaign, ['SCHEDULED'], {
      status: 'RUNNING',
      startedAt: now,
    });
    return { result: null, events: changed === null ? [] : [campaignChanged(changed, now)] };
  });
}
