import type { IdentityChangedEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { wasEverLinked } from '../store/identity-links.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { addAliases, changeIdentityRow } from '../store/intake-identities.ts';
import type { Identity } from '../store/rows.ts';
import { linkWithin } from './link-identity.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/**
 * The old id stays as an alias. Where a message under the new one came first there are two identities by now: they are
 * never merged, since people are not addresses, but linked, which stands on record and can be undone.
 */
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
  if (other !== null && other.id !== identity.id) return linkToFormer(queries, identity, other, receivedAt);
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

/** Once: whoever took such a link back knows better than the platform, which repeats itself. */
async function linkToFormer(
  queries: Queries,
  former: Identity,
  { id: identityId, contactId, workspaceId }: Identity,
  now: Date,
): Promise<EventDraft[]> {
  if (contactId === former.contactId || (await wasEverLinked(queries, workspaceId, identityId))) return [];
  const evidence = 'The platform says that this is the new id of an identity of the contact.';
  const ask = { workspaceId, identityId, contactId: former.contactId, evidence, linkedBy: 'platform', now };
  return (await linkWithin(queries, ask)).events;
}
