import type { Core } from '../inbox/core.ts';
import { type MessageQueued, type MessageRefused, sendMessage } from '../inbox/send-message.ts';
import type { CampaignId, IdentityId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findCampaign } from '../store/campaigns.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import { openContents } from './contents.ts';
import { fillParts, valuesOf } from './fill-content.ts';
import { optionsOf } from './weigh-members.ts';

/**
 * Sends a campaign's text to one identity, a colleague's as a rule, exactly as they would get it. It is weighed as
 * what it is, an issue of the campaign: a newsletter that may not go there does not go there under the name of a
 * test either, so the colleague has confirmed the topic like everybody else.
 */
export async function sendTestMessage(
  core: Core,
  viewer: WorkspaceViewer,
  command: {
    readonly campaignId: CampaignId;
    readonly identityId: IdentityId;
    /** Take the place of the recipient's own values. */
    readonly variables: Readonly<Record<string, string>>;
    readonly idempotencyKey: string;
  },
): Promise<MessageQueued | MessageRefused | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const campaign = await findCampaign(core.db, viewer.workspaceId, command.campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  const who = await findConsentingIdentity(core.db, viewer.workspaceId, command.identityId);
  if (who === null) return notFound('identity', ['identityId']);
  const { contact, account } = who;
  const contents = await openContents(core.db, viewer.workspaceId, campaign.content);
  const parts = contents.choose(account.channel, contact.locale);
  if (parts === null) {
    return validationFailed(`Nothing was written for the channel ${account.channel}.`, ['identityId']);
  }
  const marks = core.channels.find(account.channel)?.capabilities.text.marks ?? '';
  const filled = fillParts(parts, valuesOf(contact, command.variables), marks);
  if (filled.kind === 'missing') {
    return validationFailed(`There is no value for ${filled.names.join(', ')}.`, ['variables']);
  }
  return sendMessage(core, viewer, {
    conversationId: null,
    identityId: command.identityId,
    parts: filled.parts,
    purpose: campaign.purpose,
    replyToId: null,
    options: optionsOf(campaign),
    idempotencyKey: command.idempotencyKey,
  });
}
