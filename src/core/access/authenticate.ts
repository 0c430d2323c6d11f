import { timingSafeEqual } from 'node:crypto';
import type { Core } from '../inbox/core.ts';
import type { Viewer } from '../model/viewer.ts';
import { findApiKeyByPrefix, touchApiKey } from '../store/api-keys.ts';
import { findMember } from '../store/members.ts';
import type { ApiKey } from '../store/rows.ts';
import { readMemberToken } from './member-token.ts';
import { hashOf, prefixOf } from './workspace-key.ts';

export interface Access extends Pick<Core, 'db' | 'clock' | 'tokenKey' | 'log'> {
  readonly adminKeyHash: Uint8Array;
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
  return prefix === null ? await memberViewer(access, bearer) : await keyViewer(access, prefix, hash);
}

async function keyViewer(access: Access, prefix: string, hash: Uint8Array): Promise<Viewer | null> {
  const now = access.clock.now();
  const key = await findApiKeyByPrefix(access.db, prefix);
  if (key === null || !timingSafeEqual(hash, key.hash)) return null;
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
  noteUse(access, key, now);
  return { kind: 'api-key', workspaceId: key.workspaceId, id: key.id, name: key.name, role: key.role };
}

/** Beside the request, never in its way: a hint that is lost is not worth a caller's time. */
function noteUse({ db, log }: Access, { id, lastUsedAt }: ApiKey, now: Date): void {
  const unlessSince = new Date(now.getTime() - LAST_USED_STEP_MS);
  if (lastUsedAt !== null && lastUsedAt >= unlessSince) return;
  touchApiKey(db, id, now, unlessSince).catch((error: unknown) => {
    log.warn({ error, apiKeyId: id }, 'the use of an API key was not noted');
  });
}

async function memberViewer(access: Access, token: string): Promise<Viewer | null> {
  const subject = await readMemberToken(access.tokenKey, token, access.clock.now());
  if (subject === null) return null;
  const member = await findMember(access.db, subject.workspaceId, subject.memberId);
  if (member === null || !member.isActive) return null;
  const { workspaceId, id, name, role } = member;
  return { kind: 'member', workspaceId, id, name, role };
}
