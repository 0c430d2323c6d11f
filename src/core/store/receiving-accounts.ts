import { and, eq, isNull, ne } from 'drizzle-orm';
import type { AccountHealth } from '../model/channel-account.ts';
import type { ChannelAccountId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount } from './rows.ts';
import { channelAccounts, inboxes, workspaces } from './tables/index.ts';

/** A channel account with what receiving needs of its inbox. */
export interface ReceivingAccountRow extends ChannelAccount {
  readonly caseReopenGraceMs: number;
  /** How far the workspace's time is ahead of the platform's; 0 almost always. */
  readonly clockOffsetMs: number;
}

const RECEIVING = {
  account: channelAccounts,
  caseReopenGraceMs: inboxes.caseReopenGraceMs,
  clockOffsetMs: workspaces.clockOffsetMs,
};

const flat = ({
  account,
  ...facts
}: Omit<ReceivingAccountRow, keyof ChannelAccount> & {
  readonly account: ChannelAccount;
}): ReceivingAccountRow => ({ ...account, ...facts });

/** Null when there is none; a disconnected one is returned, for it is answered otherwise than an unknown one. */
export async function findReceivingAccount(
  queries: Queries,
  id: ChannelAccountId,
): Promise<ReceivingAccountRow | null> {
  const [row] = await queries.orm
    .select(RECEIVING)
    .from(channelAccounts)
    .innerJoin(inboxes, eq(inboxes.id, channelAccounts.inboxId))
    .innerJoin(workspaces, eq(workspaces.id, channelAccounts.workspaceId))
    .where(eq(channelAccounts.id, id));
  return row === undefined ? null : flat(row);
}

/** The workspace's other accounts of a channel, by the platform's id: one body can speak for several. */
export async function findSiblingAccount(
  queries: Queries,
  account: ChannelAccount,
  externalId: string,
): Promise<ReceivingAccountRow | null> {
  const [row] = await queries.orm
    .select(RECEIVING)
    .from(channelAccounts)
    .innerJoin(inboxes, eq(inboxes.id, channelAccounts.inboxId))
    .innerJoin(workspaces, eq(workspaces.id, channelAccounts.workspaceId))
    .where(
      and(
        eq(channelAccounts.workspaceId, account.workspaceId),
        eq(channelAccounts.channel, account.channel),
        eq(channelAccounts.externalId, externalId),
        isNull(channelAccounts.disconnectedAt),
      ),
    );
  return row === undefined ? null : flat(row);
}

/** The workspace's other connected accounts of a channel, oldest first. */
export async function listSiblingAccounts(
  queries: Queries,
  account: ChannelAccount,
): Promise<readonly ReceivingAccountRow[]> {
  const rows = await queries.orm
    .select(RECEIVING)
    .from(channelAccounts)
    .innerJoin(inboxes, eq(inboxes.id, channelAccounts.inboxId))
    .innerJoin(workspaces, eq(workspaces.id, channelAccounts.workspaceId))
    .where(
      and(
        eq(channelAccounts.workspaceId, account.workspaceId),
        eq(channelAccounts.channel, account.channel),
        ne(channelAccounts.id, account.id),
        isNull(channelAccounts.disconnectedAt),
      ),
    )
    .orderBy(channelAccounts.createdAt);
  return rows.map(flat);
}

/** The account's health, its row locked until the transaction ends. */
export async function lockHealth(queries: Queries, id: ChannelAccountId): Promise<AccountHealth> {
  const [row] = await queries.orm
    .select({ health: channelAccounts.health })
    .from(channelAccounts)
    .where(eq(channelAccounts.id, id))
    .for('no key update');
  if (row === undefined) throw new Error(`Channel account ${id} vanished.`);
  return row.health;
}

export async function changeHealth(
  queries: Queries,
  id: ChannelAccountId,
  health: AccountHealth,
): Promise<void> {
  await queries.orm.update(channelAccounts).set({ health }).where(eq(channelAccounts.id, id));
}

/** All that a workspace ever connected. */
export async function listAccountIds(
  { orm }: Queries,
  workspaceId: WorkspaceId,
): Promise<readonly ChannelAccountId[]> {
  const rows = await orm
    .select({ id: channelAccounts.id })
    .from(channelAccounts)
    .where(eq(channelAccounts.workspaceId, workspaceId));
  return rows.map(({ id }) => id);
}
