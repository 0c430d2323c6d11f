import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { CampaignRecipientId } from '../model/ids.ts';
import { readMembers } from '../store/audience-members.ts';
import { holdCampaign } from '../store/campaign-claim.ts';
import { insertRecipients, scheduleGivenRecipients } from '../store/campaign-fix.ts';
import { changeCampaign } from '../store/campaigns.ts';
import { newId } from '../store/new-id.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import { createDueTimes } from './due-times.ts';
import { findMissingValues } from './find-missing-values.ts';
import { pauseWithin } from './halt-campaign.ts';
import { memberSourceOf } from './member-source.ts';

const PAGE = 2_000;

/**
 * One step of writing down who gets a campaign that has begun. The last one looks whether everybody can be written
 * to at all: until then nothing has left.
 */
export async function fixRecipients(core: Core, campaign: Campaign): Promise<void> {
  const { workspaceId, topicId, channels, fixedUpTo, startedAt } = campaign;
  const now = await workspaceNow(core, workspaceId);
  const isGiven = campaign.audience.kind === 'GIVEN';
  const members = await readMembers(core.db, {
    workspaceId,
    source: await memberSourceOf(core.db, campaign),
    topicId,
    channels,
    // Who is given was there when the draft was; others must have been there when it started.
    createdUpTo: isGiven ? null : startedAt,
    lacking: [],
    at: now,
    after: fixedUpTo,
    limit: PAGE,
  });
  if (members.length === 0) return finish(core, campaign);
  const dueAt = createDueTimes(campaign, now);
  const rows = members.map((member) => ({
    id: newId<CampaignRecipientId>(),
    contactId: member.contactId,
    identityId: member.identityId,
    channelAccountId: member.channelAccountId,
    dueAt: dueAt(member).toISOString(),
  }));
  await core.db.transaction(async (queries) => {
    if (!(await holdCampaign(queries, campaign, 0))) return;
    if (isGiven) await scheduleGivenRecipients(queries, campaign, rows);
    else await insertRecipients(queries, campaign, rows, now);
  });
}

async function finish(core: Core, campaign: Campaign): Promise<void> {
  const now = await workspaceNow(core, campaign.workspaceId);
  const fixed = { ...campaign, fixedAt: now };
  const missing = await findMissingValues(core, fixed);
  await commit(core, campaign.workspaceId, async (queries) => {
    if (!(await holdCampaign(queries, campaign, 0))) return { result: null, events: [] };
    const changed = await changeCampaign(queries, campaign, ['RUNNING'], { fixedAt: now });
    if (changed === null) return { result: null, events: [] };
    const halted =
      missing === null ? null : await pauseWithin(queries, changed, 'VARIABLE_MISSING', missing, now);
    return { result: null, events: [campaignChanged(halted?.campaign ?? changed, now)] };
  });
}
