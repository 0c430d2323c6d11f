import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { CampaignId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { changeCampaign, findCampaign } from '../store/campaigns.ts';
import { campaignChanged } from './campaign-changed.ts';
import { type CampaignTerms, checkTerms } from './campaign-terms.ts';
import type { CampaignDone } from './create-campaign.ts';

/**
 * Changes a draft. What is absent stays as it is. A campaign on its way is what people were told it is; while it is
 * paused, only how it goes on can be changed.
 */
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
  const running = { quietHours, pacePerSecond, budget };
  const drafted = {
    ...{ name, purpose, topicId, audience, channels, content, declaredGoods, isSilent, schedule },
    ...running,
  };
  const isTuning = Object.keys(change).every((key) => key in running);
  return commit<CampaignDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const changed =
      (await changeCampaign(queries, campaign, ['DRAFT'], drafted)) ??
      (isTuning ? await changeCampaign(queries, campaign, ['PAUSED'], running) : null);
    return changed === null
      ? { result: conflict(FIXED), events: [] }
      : {
          result: { kind: 'done', campaign: changed },
          events: [campaignChanged(changed, core.clock.now())],
        };
  });
}

const FIXED =
  'Only a draft can be changed, and of a paused one the pace, the budget and the quiet hours. Cancel it and write another.';
