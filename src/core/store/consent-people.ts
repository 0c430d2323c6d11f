import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { IdentityId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount, Contact, Identity } from './rows.ts';
import { channelAccounts, contacts, identities } from './tables/index.ts';

/** Who agrees, and through what. */
export interface ConsentingIdentity {
  readonly identity: Identity;
  readonly account: ChannelAccount;
  readonly contact: Contact;
}

export async function findConsentingIdentity(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: IdentityId,
): Promise<ConsentingIdentity | null> {
  return (await findConsentingIdentities(queries, workspaceId, [id])).get(id) ?? null;
}

/** Who is there of several. */
export async function findConsentingIdentities(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly IdentityId[],
): Promise<ReadonlyMap<IdentityId, ConsentingIdentity>> {
  const rows = await orm
    .select({ identity: identities, account: channelAccounts, contact: contacts })
    .from(identities)
    .innerJoin(channelAccounts, eq(channelAccounts.id, identities.channelAccountId))
    .innerJoin(contacts, eq(contacts.id, identities.contactId))
    .where(and(inArray(identities.id, [...ids]), eq(identities.workspaceId, workspaceId)));
  return new Map(rows.map((row) => [row.identity.id, row]));
}

/**
 * A contact who agrees again takes back the refusal that they gave earlier; one that came after these words stands,
 * and so does one that the platform holds to by itself.
 *
 * @param saidAt  When the words reached us: platforms count in seconds, and their clocks are not ours.
 */
export async function liftPromotionalOptOut(
  { orm }: Queries,
  identity: Pick<Identity, 'id' | 'workspaceId'>,
  saidAt: Date,
): Promise<void> {
  const own = and(eq(identities.id, identity.id), eq(identities.workspaceId, identity.workspaceId));
  await orm
    .update(identities)
    .set({ promotionalOptOutAt: null })
    .where(
      and(own, lte(identities.promotionalOptOutAt, saidAt), eq(identities.isPromotionalOptOutKept, false)),
    );
}

/** From this instant on neither news nor offers go there, whatever any consent says; an earlier one stays. */
export async function setPromotionalOptOut(
  { orm }: Queries,
  identity: Pick<Identity, 'id' | 'workspaceId'>,
  at: Date,
): Promise<void> {
  const own = and(eq(identities.id, identity.id), eq(identities.workspaceId, identity.workspaceId));
  await orm
    .update(identities)
    .set({ promotionalOptOutAt: at })
    .where(and(own, isNull(identities.promotionalOptOutAt)));
}
