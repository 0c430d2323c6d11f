import type { ReferralEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { insertReferral } from '../store/intake-identities.ts';
import { ensureSender } from './ensure-sender.ts';
import { storableRef } from './hide-token.ts';
import { openWindow } from './open-window.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** How the contact came; once per link that was followed. */
export async function recordReferral(
  queries: Queries,
  account: ReceivingAccount,
  event: ReferralEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const { identity, drafts } = await ensureSender(queries, account, event.sender, receivedAt);
  await openWindow(queries, identity, event, event.occurredAt ?? receivedAt);
  const { ref, link } = await storableRef(queries, storableText(event.referral.ref));
  const isNew = await insertReferral(queries, {
    workspaceId: account.workspaceId,
    channelAccountId: account.id,
    identityId: identity.id,
    externalId: storableText(event.externalId),
    ref,
    source: storableText(event.referral.source),
    occurredAt: event.occurredAt ?? receivedAt,
  });
  if (!isNew) return [...drafts];
  return [
    ...drafts,
    {
      type: 'REFERRAL_RECEIVED',
      subject: { identityId: identity.id, contactId: identity.contactId, channelAccountId: account.id },
      occurredAt: receivedAt,
      // Another workspace's link is nobody's here.
      detail: { ref, ...(link?.workspaceId === account.workspaceId && { linkId: link.id }) },
    },
  ];
}
