import type { IdentityChangedEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { addAliases, changeIdentityRow } from '../store/intake-identities.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** The old id stays as an alias. Two identities that both exist are never merged: people are not addresses. */
export async function changeIdentity(
  queries: Queries,
  account: ReceivingAccount,
  event: IdentityChangedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const previous = storableText(event.previousExternalId);
  const current = storableText(event.currentExternalId);
  const identity = await lockIdentity(queries, account.id, previous);
  if (identity === null || identity.externalId === current) return [];
  const other = await lockIdentity(queries, account.id, current);
  if (other !== null && other.id !== identity.id) return [];
  await changeIdentityRow(queries, identity.id, { externalId: current });
  const aliases = [identity.externalId, previous, ...(event.aliases ?? []).map(storableText)];
  await addAliases(queries, account, identity.id, [...new Set(aliases)], receivedAt);
  return [
    {
      type: 'CONTACT_CHANGED',
      subject: { contactId: identity.contactId, identityId: identity.id, channelAccountId: account.id },
      occurredAt: receivedAt,
    },
  ];
}
