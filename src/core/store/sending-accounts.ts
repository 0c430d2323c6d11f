import { and, eq, inArray, sql } from 'drizzle-orm';
import type { AccountHealth } from '../model/channel-account.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount } from './rows.ts';
import { channelAccounts } from './tables/index.ts';

/** The accounts that a batch of claimed messages goes out through, by id. */
export async function findSendingAccounts(
  queries: Queries,
  ids: readonly ChannelAccountId[],
): Promise<ReadonlyMap<ChannelAccountId, ChannelAccount>> {
  const rows = await queries.orm
    .select()
    .from(channelAccounts)
    .where(inArray(channelAccounts.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Nothing of this account is claimed for so long, by database time; a silence that is longer already stays. */
export async function throttleAccount(queries: Queries, id: ChannelAccountId, waitMs: number): Promise<void> {
  await queries.orm
    .update(channelAccounts)
    .set({
      throttledUntil: sql`greatest(${channelAccounts.throttledUntil}, now() + make_interval(secs => ${waitMs / 1000}::float8))`,
    })
    .where(eq(channelAccounts.id, id));
}

/** True when this call paused it; false when it was not active (any more). */
export async function pauseAccount(
  queries: Queries,
  id: ChannelAccountId,
  health: AccountHealth,
): Promise<boolean> {
  const paused = await queries.orm
    .update(channelAccounts)
    .set({ status: 'PAUSED', health })
    .where(and(eq(channelAccounts.id, id), eq(channelAccounts.status, 'ACTIVE')))
    .returning({ id: channelAccounts.id });
  return paused.length > 0;
}
