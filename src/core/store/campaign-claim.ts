import { eq } from 'drizzle-orm';
import type { CampaignId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Campaign } from './rows.ts';
import { campaigns } from './tables/index.ts';

const CLAIM: Statement = {
  name: 'claim_campaign',
  text: `
    UPDATE campaigns
       SET lease_until = now() + make_interval(secs => $2::float8 / 1000), fence = fence + 1
     WHERE id = (SELECT id FROM campaigns
                  WHERE status IN ('SCHEDULED', 'RUNNING')
                    AND (due_at IS NULL OR due_at <= now())
                    AND (lease_until IS NULL OR lease_until <= now())
                    AND (status = 'RUNNING' OR starts_at <= $1::timestamptz + interval '1 millisecond' *
                           (SELECT w.clock_offset_ms FROM workspaces w WHERE w.id = campaigns.workspace_id))
                  ORDER BY due_at NULLS FIRST, id LIMIT 1
                    FOR UPDATE SKIP LOCKED)
    RETURNING id`,
};

/**
 * Takes the campaign that has waited longest for somebody to work on it. Until its lease ends, by the database's
 * clock, nobody else does; a larger fence makes everything that an earlier holder still writes void.
 *
 * @param now  By our clock; what is scheduled for then or earlier, on the clock of its workspace, begins.
 */
export async function claimCampaign(queries: Queries, now: Date, leaseMs: number): Promise<Campaign | null> {
  const [claimed] = await queries.run<{ id: CampaignId }>(CLAIM, [now, leaseMs]);
  if (claimed === undefined) return null;
  const [campaign] = await queries.orm.select().from(campaigns).where(eq(campaigns.id, claimed.id));
  return campaign ?? null;
}

const RELEASE_ALL: Statement = {
  name: 'release_campaign_leases',
  text: 'UPDATE campaigns SET lease_until = NULL WHERE lease_until IS NOT NULL',
};

/** Right only when no other process can be holding one. */
export async function releaseCampaignLeases(queries: Queries): Promise<void> {
  await queries.run(RELEASE_ALL, []);
}

const HOLD: Statement = {
  name: 'hold_campaign',
  text: `
    UPDATE campaigns
       SET lease_until = NULL, due_at = now() + make_interval(secs => $3::float8 / 1000)
     WHERE id = $1::uuid AND fence = $2::int AND status IN ('SCHEDULED', 'RUNNING')
    RETURNING id`,
};

/**
 * The first statement of whatever a holder writes: locks the campaign, and gives it back with the commit. False: it
 * was halted, or somebody else holds it by now, and nothing may be written.
 *
 * @param restMs  When somebody should look at it again.
 */
export async function holdCampaign(
  queries: Queries,
  { id, fence }: Pick<Campaign, 'id' | 'fence'>,
  restMs: number,
): Promise<boolean> {
  return (await queries.run(HOLD, [id, fence, restMs])).length > 0;
}
