import type { Core } from '../inbox/core.ts';
import type { MemberId } from '../model/ids.ts';
import {
  type Forbidden,
  forbidden,
  type NotFound,
  notFound,
  type ValidationFailed,
  validationFailed,
} from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findMember } from '../store/members.ts';
import { signMemberToken } from './member-token.ts';

export interface MemberTokenCreated {
  readonly kind: 'created';
  readonly token: string;
  readonly expiresAt: Date;
}

const MAX_SECONDS = 24 * 3600;

/**
 * A short-lived token for a colleague's browser. It says only who they are: the role is read again at every
 * use, so a demotion takes effect at the next request.
 */
export async function createMemberToken(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly memberId: MemberId; readonly expiresInSeconds: number },
): Promise<MemberTokenCreated | NotFound | ValidationFailed | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { expiresInSeconds, memberId } = input;
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > MAX_SECONDS) {
    return validationFailed(`A token lives 1 to ${MAX_SECONDS} seconds.`, ['expiresInSeconds']);
  }
  const member = await findMember(core.db, viewer.workspaceId, memberId);
  if (member === null || !member.isActive) return notFound('member', ['memberId']);
  if (!hasRole(viewer, member.role)) return forbidden(member.role);

  const now = core.clock.now();
  const expiresAt = new Date((Math.floor(now.getTime() / 1000) + expiresInSeconds) * 1000);
  const subject = { workspaceId: viewer.workspaceId, memberId };
  const token = await signMemberToken(core.tokenKey, subject, now, expiresAt);
  return { kind: 'created', token, expiresAt };
}
