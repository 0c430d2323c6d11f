import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { CampaignId } from '../model/ids.ts';
import { forbidden, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { insertCampaign } from '../store/campaigns.ts';
import { newId } from '../store/new-id.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import { type CampaignTerms, checkTerms } from './campaign-terms.ts';

export interface CampaignDone {
  readonly kind: 'done';
  readonly campaign: Campaign;
}

/** Writes a draft. Nobody gets anything before it is started. */
export async function createCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  given: CampaignTerms,
): Promise<CampaignDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const checked = await checkTerms(core, viewer, given);
  if (checked.kind !== 'checked') return checked;
  return commit(core, viewer.workspaceId, async (queries) => {
    const campaign = await insertCampaign(queries, {
      ...checked.terms,
      id: newId<CampaignId>(),
      workspaceId: viewer.workspaceId,
      status: 'DRAFT',
      createdBy: viewer.id,
      createdAt: core.clock.now(),
    });
    return { result: { kind: 'done', campaign }, events: [campaignChanged(campaign, core.clock.now())] };
  });
}
