import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ContactId, IdentityId, IdentityLinkId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Contact, Identity, IdentityLink } from './rows.ts';
import { singleRow } from './single-row.ts';
import { contacts, identities, identityLinks } from './tables/index.ts';

/** Held until the transaction ends: nobody writes or is written to through it meanwhile. */
export async function lockIdentityRow(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: IdentityId,
): Promise<Identity | null> {
  const [identity] = await orm
    .select()
    .from(identities)
    .where(and(eq(identities.id, id), eq(identities.workspaceId, workspaceId)))
    .for('update');
  return identity ?? null;
}

export async function findContact(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ContactId,
): Promise<Contact | null> {
  const [contact] = await orm
    .select()
    .from(contacts)
    .where(and(eq(contacts.id, id), eq(contacts.workspaceId, workspaceId)));
  return contact ?? null;
}

export async function giveIdentity(
  { orm }: Queries,
  { id, workspaceId }: Pick<Identity, 'id' | 'workspaceId'>,
  contactId: ContactId,
): Promise<Identity> {
  return singleRow(
    await orm
      .update(identities)
      .set({ contactId })
      .where(and(eq(identities.id, id), eq(identities.workspaceId, workspaceId)))
      .returning(),
  );
}

export async function insertIdentityLink(
  { orm }: Queries,
  link: typeof identityLinks.$inferInsert,
): Promise<IdentityLink> {
  return singleRow(await orm.insert(identityLinks).values(link).returning());
}

/** The link that put an identity where it is now; null: it is with the contact that came with it. */
export async function findStandingLink(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<IdentityLink | null> {
  const [link] = await orm
    .select()
    .from(identityLinks)
    .where(
      and(
        eq(identityLinks.identityId, identityId),
        eq(identityLinks.workspaceId, workspaceId),
        isNull(identityLinks.unlinkedAt),
      ),
    )
    .orderBy(desc(identityLinks.id))
    .limit(1);
  return link ?? null;
}

/** Whether there is any link of an identity on record, also one that was taken back. */
export async function wasEverLinked(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<boolean> {
  const found = await orm
    .select({ id: identityLinks.id })
    .from(identityLinks)
    .where(and(eq(identityLinks.identityId, identityId), eq(identityLinks.workspaceId, workspaceId)))
    .limit(1);
  return found.length > 0;
}

export async function endIdentityLink(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: IdentityLinkId,
  end: { readonly unlinkedAt: Date; readonly unlinkedBy: string; readonly unlinkReason: string },
): Promise<IdentityLink> {
  return singleRow(
    await orm
      .update(identityLinks)
      .set(end)
      .where(and(eq(identityLinks.id, id), eq(identityLinks.workspaceId, workspaceId)))
      .returning(),
  );
}
