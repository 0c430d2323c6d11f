import type { SenderFacts } from '../channel/index.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { ensureIdentity } from '../store/intake-identities.ts';
import type { Identity } from '../store/rows.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { toIdentityFacts } from './sender-facts.ts';

/** The identity that a report is about, made where it is the first that we hear of it; reports overtake messages. */
export async function ensureSender(
  queries: Queries,
  account: ReceivingAccount,
  sender: SenderFacts,
  receivedAt: Date,
): Promise<{ readonly identity: Identity; readonly drafts: readonly EventDraft[] }> {
  const { identity, isNew } = await ensureIdentity(queries, account, toIdentityFacts(sender), receivedAt);
  if (!isNew) return { identity, drafts: [] };
  return {
    identity,
    drafts: [
      {
        type: 'CONTACT_CREATED',
        subject: { contactId: identity.contactId, identityId: identity.id, channelAccountId: account.id },
        occurredAt: receivedAt,
      },
    ],
  };
}
