import { createHmac } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isSameSecret } from '../shared/is-same-secret.ts';

const ALGORITHM = 'HS256';
/** Tokens have no `exp`. How old Apple lets ours grow is not published; an hour is what others take too. */
const MAX_AGE_SECONDS = 60 * 60;

/** The token of one call to Apple: who we are (`iss`), and since when. */
export async function signToken({ mspId = '', mspSecret = '' }: Credentials, now: Date): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(mspId)
    .setIssuedAt(Math.floor(now.getTime() / 1000))
    .sign(keyOf(mspSecret));
}

/**
 * Whether Apple made a token for us: signed with our secret, meant for our MSP ID (`aud`), and not old.
 *
 * @param now  Absent: the age is not judged.
 */
export function isTokenFromApple(token: string, { mspId, mspSecret }: Credentials, now?: Date): boolean {
  if (mspId === undefined || mspId === '' || mspSecret === undefined || mspSecret === '') return false;
  const [head, claims, signature, ...rest] = token.split('.');
  if (head === undefined || claims === undefined || signature === undefined || rest.length > 0) return false;
  const expected = createHmac('sha256', keyOf(mspSecret)).update(`${head}.${claims}`).digest('base64url');
  if (!isSameSecret(signature, expected)) return false;
  try {
    if (decodeProtectedHeader(token).alg !== ALGORITHM) return false;
    const { aud, iat } = decodeJwt(token);
    return [aud].flat().includes(mspId) && (now === undefined || isFresh(iat, now));
  } catch {
    // Signed by somebody who has the secret, and no token all the same.
    return false;
  }
}

/** A clock that runs ahead makes a token from the future. */
function isFresh(issuedAtSeconds: number | undefined, now: Date): boolean {
  if (issuedAtSeconds === undefined) return false;
  return Math.abs(now.getTime() / 1000 - issuedAtSeconds) <= MAX_AGE_SECONDS;
}

/** The secret stands for its bytes: used as text it signs something that Apple refuses. */
function keyOf(mspSecret: string): Uint8Array {
  return Buffer.from(mspSecret, 'base64');
}
