import { and, eq } from 'drizzle-orm';
import { jwtVerify, SignJWT } from 'jose';
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
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { MemberRole } from '../model/words.ts';
import { newId } from '../store/new-id.ts';
import type { Member } from '../store/rows.ts';
import { members } from '../store/tables/index.ts';

export const MEMBER_TOKEN_AUDIENCE = 'confab member';
const MAX_TOKEN_SECONDS = 24 * 3600;

/** Adds a colleague. */
export async function createMember(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly name: string; readonly email: string | null; readonly role: MemberRole },
): Promise<{ readonly kind: 'created'; readonly member: Member } | ValidationFailed | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!hasRole(viewer, input.role)) return forbidden(input.role);
  const name = storableText(input.name).trim();
  if (name === '' || name.length > 200) {
    return validationFailed('A member needs a name of 1 to 200 characters.', ['name']);
  }
  const [member] = await core.db.orm
    .insert(members)
    .values({
      id: newId<MemberId>(),
      workspaceId: viewer.workspaceId,
      name,
      email: input.email === null ? null : storableText(input.email),
      role: input.role,
      createdAt: core.clock.now(),
    })
    .returning();
  if (member === undefined) throw new Error('An insert returned no row.');
  return { kind: 'created', member };
}

/**
 * A short-lived token for a colleague's browser. It says only who it is: the role is read again at every use,
 * so a demotion takes effect at the next request.
 */
export async function createMemberToken(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly memberId: MemberId; readonly expiresInSeconds: number },
): Promise<
  | { readonly kind: 'created'; readonly token: string; readonly expiresAt: Date }
  | NotFound
  | ValidationFailed
  | Forbidden
> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (input.expiresInSeconds < 1 || input.expiresInSeconds > MAX_TOKEN_SECONDS) {
    return validationFailed(`A token lives 1 to ${MAX_TOKEN_SECONDS} seconds.`, ['expiresInSeconds']);
  }
  const [member] = await core.db.orm
    .select()
    .from(members)
    .where(and(eq(members.id, input.memberId), eq(members.workspaceId, viewer.workspaceId)));
  if (member === undefined || !member.isActive) return notFound('member', ['memberId']);
  if (!hasRole(viewer, member.role)) return forbidden(member.role);
  const expiresAt = new Date(core.clock.now().getTime() + input.expiresInSeconds * 1000);
  const token = await new SignJWT({ w: viewer.workspaceId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(member.id)
    .setAudience(MEMBER_TOKEN_AUDIENCE)
    .setExpirationTime(expiresAt)
    .sign(core.tokenKey);
  return { kind: 'created', token, expiresAt };
}

/** Whom a token names; null when it is not ours, changed or expired. */
export async function readMemberToken(
  tokenKey: Uint8Array,
  token: string,
  now: Date,
): Promise<{ readonly memberId: MemberId; readonly workspaceId: string } | null> {
  try {
    const { payload } = await jwtVerify(token, tokenKey, {
      audience: MEMBER_TOKEN_AUDIENCE,
      algorithms: ['HS256'],
      currentDate: now,
    });
    return typeof payload.sub === 'string' && typeof payload.w === 'string'
      ? { memberId: payload.sub as MemberId, workspaceId: payload.w }
      : null;
  } catch {
    return null;
  }
}
