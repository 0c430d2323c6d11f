import { eq } from 'drizzle-orm';
import type { ChannelAccountId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { templateSyncs } from './tables/index.ts';

export interface SyncOwner {
  readonly id: ChannelAccountId;
  readonly workspaceId: WorkspaceId;
}

const CLAIM: Statement = {
  name: 'claim_template_syncs',
  text: `
    INSERT INTO template_syncs AS s (channel_account_id, workspace_id, due_at)
    SELECT a.id, a.workspace_id, now() + make_interval(secs => $3::float8)
      FROM channel_accounts a LEFT JOIN template_syncs known ON known.channel_account_id = a.id
     WHERE a.status = 'ACTIVE' AND a.channel = ANY ($1::text[])
       AND (known.channel_account_id IS NULL OR known.due_at <= now())
     ORDER BY known.due_at NULLS FIRST LIMIT $2::int
    ON CONFLICT (channel_account_id) DO UPDATE SET due_at = excluded.due_at WHERE s.due_at <= now()
    RETURNING channel_account_id AS id, workspace_id AS "workspaceId"`,
};

/**
 * Takes accounts whose templates were never read, or are due to be read again; until `leaseSeconds` have passed on
 * database time nobody else takes them.
 */
export async function claimTemplateSyncs(
  queries: Queries,
  channels: readonly string[],
  limit: number,
  leaseSeconds: number,
): Promise<readonly SyncOwner[]> {
  return queries.run<SyncOwner>(CLAIM, [channels, limit, leaseSeconds]);
}

const MAKE_DUE: Statement = {
  name: 'make_template_sync_due',
  text: `
    INSERT INTO template_syncs AS s (channel_account_id, workspace_id, due_at)
    VALUES ($1::uuid, $2::uuid, now())
    ON CONFLICT (channel_account_id) DO UPDATE SET due_at = least(s.due_at, now())`,
};

/** Asks for a reading as soon as somebody is free. */
export async function makeTemplateSyncDue(queries: Queries, { id, workspaceId }: SyncOwner): Promise<void> {
  await queries.run(MAKE_DUE, [id, workspaceId]);
}

const LOCK: Statement = {
  name: 'lock_template_sync',
  text: `
    INSERT INTO template_syncs AS s (channel_account_id, workspace_id, due_at)
    VALUES ($1::uuid, $2::uuid, now())
    ON CONFLICT (channel_account_id) DO UPDATE SET due_at = s.due_at
    RETURNING last_synced_at AS "lastSyncedAt"`,
};

/** One writer of an account's list at a time, until the transaction ends. @returns when it was read last; null: never. */
export async function lockTemplateSync(
  queries: Queries,
  { id, workspaceId }: SyncOwner,
): Promise<Date | null> {
  const [row] = await queries.run<{ lastSyncedAt: Date | null }>(LOCK, [id, workspaceId]);
  return row?.lastSyncedAt ?? null;
}

const SUCCEED: Statement = {
  name: 'succeed_template_sync',
  text: `
    UPDATE template_syncs
       SET last_synced_at = $2::timestamptz, failure = NULL, failure_count = 0,
           due_at = CASE WHEN due_at < now() THEN due_at ELSE now() + make_interval(secs => $3::float8) END
     WHERE channel_account_id = $1::uuid`,
};

/** Whoever has asked for a reading meanwhile gets another one: what they heard of may be newer than this one. */
export async function setTemplatesSynced(
  queries: Queries,
  id: ChannelAccountId,
  syncedAt: Date,
  nextInSeconds: number,
): Promise<void> {
  await queries.run(SUCCEED, [id, syncedAt, nextInSeconds]);
}

const FAIL: Statement = {
  name: 'fail_template_sync',
  text: `
    UPDATE template_syncs
       SET failure = $2, failure_count = failure_count + 1,
           due_at = now() + make_interval(secs => least($4::float8, $3::float8 * 2 ^ failure_count))
     WHERE channel_account_id = $1::uuid`,
};

/** Tried again after `firstWaitSeconds`, then after twice as long each time, up to `longestWaitSeconds`. */
export async function setTemplateSyncFailed(
  queries: Queries,
  id: ChannelAccountId,
  failure: string,
  firstWaitSeconds: number,
  longestWaitSeconds: number,
): Promise<void> {
  await queries.run(FAIL, [id, failure, firstWaitSeconds, longestWaitSeconds]);
}

export async function findTemplateSync({ orm }: Queries, id: ChannelAccountId) {
  const [row] = await orm.select().from(templateSyncs).where(eq(templateSyncs.channelAccountId, id));
  return row ?? null;
}
