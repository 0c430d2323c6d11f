import type { RecipientState } from '../../model/campaign.ts';
import type { CampaignId } from '../../model/ids.ts';
import type { Filter } from './page.ts';

/** Which recipients a list shows: of one campaign, and in any of these states. */
export function recipientFilters(
  campaignId: CampaignId,
  states: readonly RecipientState[] | null,
): readonly Filter[] {
  const ofCampaign: Filter = {
    name: 'campaign',
    value: campaignId,
    sql: (parameter) => `r.campaign_id = ${parameter}::uuid`,
  };
  if (states === null) return [ofCampaign];
  const inState: Filter = {
    name: 'state',
    value: states,
    sql: (parameter) =>
      `coalesce((SELECT m.status FROM messages m WHERE m.id = r.message_id), r.step) = ANY (${parameter}::text[])`,
  };
  return [ofCampaign, inState];
}
