import { and, asc, eq } from 'drizzle-orm';
import type { ChannelAccountId, ContactId, WorkspaceId } from '../model/ids.ts';
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
