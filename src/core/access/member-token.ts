import { jwtVerify, SignJWT } from 'jose';
import type { MemberId, WorkspaceId } from '../model/ids.ts';

/** Whom a token names, and nothing about what they may: that is read when it is used. */
export interface MemberTokenSubject {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
}

const ALGORITHM = 'HS256';
const AUDIENCE = 'confab member';

/**
 * @param tokenKey   Derived from the instance's secret for this purpose alone.
 * @param expiresAt  A whole second: finer than that a token can not tell.
 */
export async function signMemberToken(
  tokenKey: Uint8Array,
  { workspaceId, memberId }: MemberTokenSubject,
  issuedAt: Date,
  expiresAt: Date,
): Promise<string> {
  return await new SignJWT({ workspace: workspaceId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(memberId)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(tokenKey);
}

/** Null when the text is none of our tokens, was changed, or has expired. */
export async function readMemberToken(
  tokenKey: Uint8Array,
  token: string,
  now: Date,
): Promise<MemberTokenSubject | null> {
  try {
    const { payload } = await jwtVerify<{ workspace: WorkspaceId; sub: MemberId }>(token, tokenKey, {
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      currentDate: now,
    });
    return { workspaceId: payload.workspace, memberId: payload.sub };
  } catch {
    // Whatever is wrong with it: whoever holds it learns only that it does not open anything.
    return null;
  }
}
