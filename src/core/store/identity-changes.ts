import { and, eq, isNull, lte, ne, or } from 'drizzle-orm';
import type { ChannelAccountId, IdentityId } from '../model/ids.ts';
import type { Reachability } from '../model/words.ts';
import type { Queries } from './database.ts';
import { lockIdentity } from './identity-lookup.ts';
import type { Identity } from './rows.ts';
import { identities, identityAliases } from './tables/index.ts';

/** The identity as it is now; null when it was so already, or something newer is known. */
export async function setReachability(
  queries: Queries,
  id: IdentityId,
  reachability: Reachability,
  at: Date,
): Promise<Identity | null> {
  const [changed] = await queries.orm
    .update(identities)
    .set({ reachability, reachabilityAt: at })
    .where(
      and(
        eq(identities.id, id),
        ne(identities.reachability, reachability),
        or(isNull(identities.reachabilityAt), lte(identities.reachabilityAt, at)),
      ),
    )
    .returning();
  return changed ?? null;
}

export type Move =
  | { readonly kind: 'moved'; readonly identity: Identity }
  | { readonly kind: 'there-already' }
  /** The new id belongs to another identity. The two are never merged: people are not addresses. */
  | { readonly kind: 'taken' };

/** Gives an identity the external id under which the platform knows it from now on; the old one stays an alias. */
export async function moveIdentity(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  from: string,
  to: string,
  at: Date,
): Promise<Move> {
  const identity = await lockIdentity(queries, channelAccountId, from);
  if (identity === null) return { kind: 'taken' };
  if (identity.externalId === to) return { kind: 'there-already' };
  const other = await lockIdentity(queries, channelAccountId, to);
  if (other !== null && other.id !== identity.id) return { kind: 'taken' };
  const [moved] = await queries.orm
    .update(identities)
    .set({ externalId: to })
    .where(eq(identities.id, identity.id))
    .returning();
  if (moved === undefined) throw new Error('A locked identity vanished.');
  await queries.orm
    .insert(identityAliases)
    .values({
      workspaceId: identity.workspaceId,
      channelAccountId,
      alias: identity.externalId,
      identityId: identity.id,
      createdAt: at,
    })
    .onConflictDoNothing();
  return { kind: 'moved', identity: moved };
}
