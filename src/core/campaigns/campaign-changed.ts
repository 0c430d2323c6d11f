import type { EventDraft } from '../store/event-log.ts';
import type { Campaign } from '../store/rows.ts';

/** What readers hear: that it changed, in which status. Its numbers they read themselves. */
export const campaignChanged = ({ id, status }: Pick<Campaign, 'id' | 'status'>, at: Date): EventDraft => ({
  type: 'CAMPAIGN_CHANGED',
  subject: {},
  occurredAt: at,
  detail: { campaignId: id, status },
});
