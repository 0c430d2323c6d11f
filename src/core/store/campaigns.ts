import { and, eq, inArray } from 'drizzle-orm';
import type { CampaignStatus } from '../model/campaign.ts';
import type { AudienceId, CampaignId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Audience, Campaign } from './rows.ts';
import { singleRow } from './single-row.ts';
import { audiences, campaigns } from './tables/index.ts';

export async function insertCampaign(
  { orm }: Queries,
  row: typeof campaigns.$inferInsert,
): Promise<Campaign> {
  return singleRow(await orm.insert(campaigns).values(row).returning());
}

export async function findCampaign(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: CampaignId,
): Promise<Campaign | null> {
  const [row] = await orm
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.workspaceId, workspaceId)));
  return row ?? null;
}

/** Changes a campaign that is in one of these states, and nothing else. Null: it is in another, or not there. */
export async function changeCampaign(
  { orm }: Queries,
  { workspaceId, id }: Pick<Campaign, 'workspaceId' | 'id'>,
  from: readonly CampaignStatus[],
  change: Partial<Campaign>,
): Promise<Campaign | null> {
  const [row] = await orm
    .update(campaigns)
    .set(change)
    .where(
      and(eq(campaigns.id, id), eq(campaigns.workspaceId, workspaceId), inArray(campaigns.status, [...from])),
    )
    .returning();
  return row ?? null;
}

/** Its row, locked until the transaction ends: before recipients, conversations and messages. */
export async function lockCampaign(
  { orm }: Queries,
  { workspaceId, id }: Pick<Campaign, 'workspaceId' | 'id'>,
): Promise<Campaign | null> {
  const [row] = await orm
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.workspaceId, workspaceId)))
    .for('update');
  return row ?? null;
}

export async function findAudience(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: AudienceId,
): Promise<Audience | null> {
  const [row] = await orm
    .select()
    .from(audiences)
    .where(and(eq(audiences.id, id), eq(audiences.workspaceId, workspaceId)));
  return row ?? null;
}
