import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ApiKeyId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { type Lists, rowShape } from './reads/row-shape.ts';
import type { ApiKey } from './rows.ts';
import { singleRow } from './single-row.ts';
import { apiKeys } from './tables/index.ts';

export async function insertApiKey({ orm }: Queries, apiKey: typeof apiKeys.$inferInsert): Promise<ApiKey> {
  return singleRow(await orm.insert(apiKeys).values(apiKey).returning());
}

export async function findApiKey(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ApiKeyId,
): Promise<ApiKey | null> {
  const [apiKey] = await orm.select().from(apiKeys).where(mine(workspaceId, id));
  return apiKey ?? null;
}

/** All that a workspace ever had, newest first. */
export async function listApiKeys({ orm }: Queries, workspaceId: WorkspaceId): Promise<readonly ApiKey[]> {
  return orm
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.workspaceId, workspaceId))
    .orderBy(desc(apiKeys.createdAt));
}

const whole = rowShape(apiKeys);

const FIND_BY_PREFIX: Statement = {
  name: 'find_api_key_by_prefix',
  text: `SELECT ${whole.lists('k')} FROM api_keys k WHERE k.prefix = $1::text`,
};

/**
 * In any workspace: the one look-up that comes before somebody is known to belong to one. Every request of the API
 * begins with it, so it is prepared.
 */
export async function findApiKeyByPrefix(queries: Queries, prefix: string): Promise<ApiKey | null> {
  const [lists = {}] = await queries.run<Lists>(FIND_BY_PREFIX, [prefix]);
  return whole.rows(lists)[0] ?? null;
}

/** The first time counts: revoking again changes nothing. */
export async function setApiKeyRevoked(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ApiKeyId,
  revokedAt: Date,
): Promise<void> {
  await orm
    .update(apiKeys)
    .set({ revokedAt })
    .where(and(mine(workspaceId, id), isNull(apiKeys.revokedAt)));
}

const TOUCH: Statement = {
  name: 'touch_api_key',
  // Whoever else writes the row right now writes the same; nobody waits for a hint.
  text: `
    UPDATE api_keys SET last_used_at = $2::timestamptz
     WHERE id = (SELECT id FROM api_keys
                  WHERE id = $1::uuid AND (last_used_at IS NULL OR last_used_at < $3::timestamptz)
                    FOR UPDATE SKIP LOCKED)`,
};

/** Notes the use of a key, unless one was noted after `unlessSince` already. Never waits for a lock. */
export async function touchApiKey(
  queries: Queries,
  id: ApiKeyId,
  usedAt: Date,
  unlessSince: Date,
): Promise<void> {
  await queries.run(TOUCH, [id, usedAt, unlessSince]);
}

const mine = (workspaceId: WorkspaceId, id: ApiKeyId) =>
  and(eq(apiKeys.id, id), eq(apiKeys.workspaceId, workspaceId));
