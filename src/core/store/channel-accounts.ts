import { and, eq } from 'drizzle-orm';
import type { ChannelAccountId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount } from './rows.ts';
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
