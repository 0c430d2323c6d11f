import { and, eq } from 'drizzle-orm';
import type { ContactId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Contact } from './rows.ts';
import { singleRow } from './single-row.ts';
import { contacts } from './tables/index.ts';

/** Held until the transaction ends: two colleagues who change one contact take turns. */
export async function lockContact(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ContactId,
): Promise<Contact | null> {
  const [contact] = await orm.select().from(contacts).where(mine(workspaceId, id)).for('no key update');
  return contact ?? null;
}

export async function updateContact(
  { orm }: Queries,
  { workspaceId, id }: Contact,
  change: Partial<Pick<Contact, 'name' | 'locale' | 'timeZone' | 'attributes' | 'tags'>>,
): Promise<Contact> {
  return singleRow(await orm.update(contacts).set(change).where(mine(workspaceId, id)).returning());
}

const mine = (workspaceId: WorkspaceId, id: ContactId) =>
  and(eq(contacts.id, id), eq(contacts.workspaceId, workspaceId));
