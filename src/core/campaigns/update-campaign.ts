import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { CampaignId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { changeCampaign, findCampaign } from '../store/campaigns.ts';
import { campaignChanged } from './campaign-changed.ts';
import { type CampaignTerms, checkTerms } from './campaign-terms.ts';
import type { CampaignDone } from './create-campaign.ts';

/** Changes a draft. What is absent stays as it is; a campaign on its way is what people were told it is. */
export async function updateCampaign(
  core: Core,
  viewer: WorkspaceViewer,
  { campaignId, change }: { readonly campaignId: CampaignId; readonly change: Partial<CampaignTerms> },
): Promise<CampaignDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  const checked = await checkTerms(core, viewer, { ...campaign, ...change });
  if (checked.kind !== 'checked') return checked;
  const { name, purpose, topicId, audience, channels, content } = checked.terms;
  const { declaredGoods, isSilent, schedule, quietHours, pacePerSecond, budget } = checked.terms;
  const terms = {
    ...{ name, purpose, topicId, audience, channels, content },
    ...{ declaredGoods, isSilent, schedule, quietHours, pacePerSecond, budget },
  };
  return commit<CampaignDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const changed = await changeCampaign(queries, campaign, ['DRAFT'], terms);
    return changed === null
      ? { result: conflict('Only a draft can be changed. Cancel it and write another.'), events: [] }
      : {
          result: { kind: 'done', campaign: changed },
          events: [campaignChanged(changed, core.clock.now())],
        };
  });
}
