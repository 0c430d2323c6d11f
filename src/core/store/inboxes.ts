import { and, eq } from 'drizzle-orm';
import type { InboxId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Inbox } from './rows.ts';
import { singleRow } from './single-row.ts';
import { inboxes } from './tables/index.ts';

export async function insertInbox({ orm }: Queries, inbox: typeof inboxes.$inferInsert): Promise<Inbox> {
  return singleRow(await orm.insert(inboxes).values(inbox).returning());
}

/** @param id  Null: the workspace's default one. */
export async function findInbox(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: InboxId | null,
): Promise<Inbox | null> {
  const [inbox] = await orm
    .select()
    .from(inboxes)
    .where(
      and(
        eq(inboxes.workspaceId, workspaceId),
        id === null ? eq(inboxes.isDefault, true) : eq(inboxes.id, id),
      ),
    );
  return inbox ?? null;
}
