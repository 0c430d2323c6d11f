import { and, eq, isNull, ne } from 'drizzle-orm';
import type { ChannelAccountId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount } from './rows.ts';
import { singleRow } from './single-row.ts';
import { channelAccounts } from './tables/index.ts';

/** Null: none of this workspace. */
export async function findChannelAccount(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ChannelAccountId,
): Promise<ChannelAccount | null> {
  const [row] = await orm
    .select()
    .from(channelAccounts)
    .where(and(eq(channelAccounts.id, id), eq(channelAccounts.workspaceId, workspaceId)));
  return row ?? null;
}

export async function insertChannelAccount(
  { orm }: Queries,
  account: typeof channelAccounts.$inferInsert,
): Promise<ChannelAccount> {
  return singleRow(await orm.insert(channelAccounts).values(account).returning());
}

export async function changeChannelAccount(
  { orm }: Queries,
  id: ChannelAccountId,
  change: Partial<typeof channelAccounts.$inferInsert>,
): Promise<ChannelAccount> {
  return singleRow(
    await orm.update(channelAccounts).set(change).where(eq(channelAccounts.id, id)).returning(),
  );
}

/** Takes back an account that its platform never knew; one that it once knew stays, with its history. */
export async function deleteUnknownAccount({ orm }: Queries, id: ChannelAccountId): Promise<void> {
  await orm
    .delete(channelAccounts)
    .where(and(eq(channelAccounts.id, id), isNull(channelAccounts.externalId)));
}

/** Whether another account of the workspace is the same number, page or bot. */
export async function isConnectedTwice(
  { orm }: Queries,
  { id, workspaceId, channel }: Pick<ChannelAccount, 'id' | 'workspaceId' | 'channel'>,
  externalId: string,
): Promise<boolean> {
  const others = await orm
    .select({ id: channelAccounts.id })
    .from(channelAccounts)
    .where(
      and(
        eq(channelAccounts.workspaceId, workspaceId),
        eq(channelAccounts.channel, channel),
        eq(channelAccounts.externalId, externalId),
        ne(channelAccounts.id, id),
      ),
    );
  return others.length > 0;
}
