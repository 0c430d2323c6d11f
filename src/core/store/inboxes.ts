import type { Queries } from './database.ts';
import type { Inbox } from './rows.ts';
import { singleRow } from './single-row.ts';
import { inboxes } from './tables/index.ts';

export async function insertInbox({ orm }: Queries, inbox: typeof inboxes.$inferInsert): Promise<Inbox> {
  return singleRow(await orm.insert(inboxes).values(inbox).returning());
}
