import { eq } from 'drizzle-orm';
import type { ChannelAccountId, ContactId, IdentityId, WorkspaceId } from '../model/ids.ts';
import type { IdentityKind, Reachability, ThreadControl } from '../model/words.ts';
import type { Queries } from './database.ts';
import { lockIdentity } from './identity-lookup.ts';
import { newId } from './new-id.ts';
import type { Identity } from './rows.ts';
import { contacts, identities, identityAliases, referrals } from './tables/index.ts';

/** Whom a platform names, storable. */
export interface IdentityFacts {
  readonly externalId: string;
  readonly aliases: readonly string[];
  readonly kind: IdentityKind;
  readonly displayName: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly country: string | null;
  readonly deviceFeatures: readonly string[] | null;
}

interface AccountKey {
  readonly id: ChannelAccountId;
  readonly workspaceId: WorkspaceId;
}

/** The identity that the platform names, by any of its ids, locked; a new one with a contact where nobody is known. */
export async function ensureIdentity(
  queries: Queries,
  account: AccountKey,
  facts: IdentityFacts,
  createdAt: Date,
): Promise<{ readonly identity: Identity; readonly isNew: boolean }> {
  for (const name of [facts.externalId, ...facts.aliases]) {
    const identity = await lockIdentity(queries, account.id, name);
    if (identity !== null) return { identity, isNew: false };
  }
  const contactId = newId<ContactId>();
  await queries.orm.insert(contacts).values({
    id: contactId,
    workspaceId: account.workspaceId,
    name: facts.displayName,
    locale: facts.locale,
    attributes: {},
    tags: [],
    createdAt,
  });
  const [identity] = await queries.orm
    .insert(identities)
    .values({
      id: newId(),
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      contactId,
      externalId: facts.externalId,
      kind: facts.kind,
      displayName: facts.displayName,
      username: facts.username,
      country: facts.country,
      deviceFeatures: facts.deviceFeatures,
      reachability: 'UNKNOWN',
      createdAt,
    })
    .returning();
  if (identity === undefined) throw new Error('An insert returned no row.');
  await addAliases(queries, account, identity.id, facts.aliases, createdAt);
  return { identity, isNew: true };
}

/** Further ids of an identity; one that names somebody already keeps naming them. */
export async function addAliases(
  queries: Queries,
  account: AccountKey,
  identityId: IdentityId,
  aliases: readonly string[],
  createdAt: Date,
): Promise<void> {
  if (aliases.length === 0) return;
  const { workspaceId, id: channelAccountId } = account;
  await queries.orm
    .insert(identityAliases)
    .values(aliases.map((alias) => ({ workspaceId, channelAccountId, alias, identityId, createdAt })))
    .onConflictDoNothing();
}

export async function changeIdentityRow(
  queries: Queries,
  id: IdentityId,
  change: {
    readonly externalId?: string;
    readonly reachability?: Reachability;
    readonly reachabilityAt?: Date;
    readonly lastInboundAt?: Date;
    readonly threadControl?: ThreadControl;
    readonly threadControlAt?: Date;
    readonly promotionalOptOutAt?: Date | null;
    readonly isPromotionalOptOutKept?: boolean;
  },
): Promise<void> {
  await queries.orm.update(identities).set(change).where(eq(identities.id, id));
}

/** False: this link was counted before. */
export async function insertReferral(
  queries: Queries,
  row: Omit<typeof referrals.$inferInsert, 'id'>,
): Promise<boolean> {
  const inserted = await queries.orm
    .insert(referrals)
    .values({ ...row, id: newId() })
    .onConflictDoNothing()
    .returning({ id: referrals.id });
  return inserted.length > 0;
}
