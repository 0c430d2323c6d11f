import { jwtVerify, SignJWT } from 'jose';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { Business } from './state.ts';

const TOLERANCE = '1h';

type Holder = Pick<Business, 'mspId' | 'mspSecret'>;

/** What Apple shows a business: a token for its MSP. */
export async function tokenFor({ mspId, mspSecret }: Holder, time: SimulatedTime): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(mspId)
    .setIssuedAt(time.unixSeconds())
    .sign(Buffer.from(mspSecret, 'base64'));
}

/** Whether a token was made by the MSP itself, within the last hour. */
export async function isTokenOf(
  token: string,
  { mspId, mspSecret }: Holder,
  time: SimulatedTime,
): Promise<boolean> {
  try {
    await jwtVerify(token, Buffer.from(mspSecret, 'base64'), {
      algorithms: ['HS256'],
      issuer: mspId,
      requiredClaims: ['iat'],
      currentDate: time.now(),
      maxTokenAge: TOLERANCE,
      clockTolerance: TOLERANCE,
    });
    return true;
  } catch {
    return false;
  }
}
