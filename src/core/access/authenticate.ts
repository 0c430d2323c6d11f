import { timingSafeEqual } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Clock } from '../model/clock.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Viewer } from '../model/viewer.ts';
import type { Database } from '../store/database.ts';
import type { ApiKey } from '../store/rows.ts';
import { apiKeys, members } from '../store/tables/index.ts';
import { readMemberToken } from './members.ts';
import { hashOf, prefixOf } from './workspace-key.ts';

export interface Access {
  readonly db: Database;
  readonly clock: Clock;
  readonly adminKeyHash: Uint8Array;
  readonly tokenKey: Uint8Array;
}

/** `last_used_at` is a hint for operators: written at most this often. */
const LAST_USED_STEP_MS = 60_000;

/**
 * Who sends this bearer credential: the admin key, an API key or a member token. Role, revocation and expiry
 * are read each time. Null for everything else, without a word about which part was wrong.
 */
export async function authenticate(access: Access, bearer: string): Promise<Viewer | null> {
  const hash = hashOf(bearer);
  if (timingSafeEqual(hash, access.adminKeyHash)) return { kind: 'admin' };
  const prefix = prefixOf(bearer);
  return prefix === null ? memberViewer(access, bearer) : keyViewer(access, prefix, hash);
}

async function keyViewer(access: Access, prefix: string, hash: Uint8Array): Promise<Viewer | null> {
  const now = access.clock.now();
  const [key] = await access.db.orm.select().from(apiKeys).where(eq(apiKeys.prefix, prefix));
  if (key === undefined || !timingSafeEqual(hash, key.hash)) return null;
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
  await touch(access, key, now);
  return { kind: 'api-key', workspaceId: key.workspaceId, id: key.id, name: key.name, role: key.role };
}

async function touch(access: Access, key: ApiKey, now: Date): Promise<void> {
  if (key.lastUsedAt !== null && now.getTime() - key.lastUsedAt.getTime() < LAST_USED_STEP_MS) return;
  await access.db.orm.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, key.id));
}

async function memberViewer(access: Access, token: string): Promise<Viewer | null> {
  const named = await readMemberToken(access.tokenKey, token, access.clock.now());
  if (named === null) return null;
  const [member] = await access.db.orm
    .select()
    .from(members)
    .where(and(eq(members.id, named.memberId), eq(members.workspaceId, named.workspaceId as WorkspaceId)));
  if (member === undefined || !member.isActive) return null;
  return {
    kind: 'member',
    workspaceId: member.workspaceId,
    id: member.id,
    name: member.name,
    role: member.role,
  };
}
