import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Message } from './rows.ts';
import { channelAccounts, messages } from './tables/index.ts';

/** The newest messages of a channel that policy decided about. */
export async function readDecidedMessages(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  channel: string,
  limit: number,
): Promise<readonly Message[]> {
  const rows = await orm
    .select({ message: messages })
    .from(messages)
    .innerJoin(channelAccounts, eq(channelAccounts.id, messages.channelAccountId))
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(channelAccounts.workspaceId, workspaceId),
        eq(channelAccounts.channel, channel),
        isNotNull(messages.decision),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit);
  return rows.map(({ message }) => message);
}
