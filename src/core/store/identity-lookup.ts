import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { ChannelAccountId, ContactId, IdentityId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Identity } from './rows.ts';
import { identities, identityAliases } from './tables/index.ts';

/** The identity that the platform calls by this id or alias, locked until the transaction ends; null when unknown. */
export async function lockIdentity(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  externalId: string,
): Promise<Identity | null> {
  const [direct] = await queries.orm
    .select()
    .from(identities)
    .where(and(eq(identities.channelAccountId, channelAccountId), eq(identities.externalId, externalId)))
    .for('update');
  if (direct !== undefined) return direct;
  const [aliased] = await queries.orm
    .select({ identity: identities })
    .from(identityAliases)
    .innerJoin(identities, eq(identities.id, identityAliases.identityId))
    .where(and(eq(identityAliases.channelAccountId, channelAccountId), eq(identityAliases.alias, externalId)))
    .for('update', { of: identities });
  return aliased?.identity ?? null;
}

/** How a contact is known to our accounts, oldest first. */
export async function listIdentitiesOf(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  contactId: ContactId,
): Promise<readonly Identity[]> {
  return orm
    .select()
    .from(identities)
    .where(and(eq(identities.contactId, contactId), eq(identities.workspaceId, workspaceId)))
    .orderBy(asc(identities.createdAt), asc(identities.id));
}

/** Everything that the platform calls an identity, the latest first. */
export async function listNamesOf(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: IdentityId,
): Promise<readonly string[]> {
  const aliases = await orm
    .select({ alias: identityAliases.alias })
    .from(identityAliases)
    .where(and(eq(identityAliases.identityId, id), eq(identityAliases.workspaceId, workspaceId)))
    .orderBy(desc(identityAliases.createdAt), asc(identityAliases.alias));
  return aliases.map(({ alias }) => alias);
}

/** The other names of these identities, by identity; those that have none are not in it. */
export async function listAliases(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly IdentityId[],
): Promise<ReadonlyMap<IdentityId, readonly string[]>> {
  const rows = await orm
    .select({ id: identityAliases.identityId, alias: identityAliases.alias })
    .from(identityAliases)
    .where(and(inArray(identityAliases.identityId, [...ids]), eq(identityAliases.workspaceId, workspaceId)));
  const found = new Map<IdentityId, string[]>();
  for (const { id, alias } of rows) found.set(id, [...(found.get(id) ?? []), alias]);
  return found;
}
