import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../../core/channel/index.ts';
import { isSameSecret } from './is-same-secret.ts';

/**
 * Meta signs the bytes on the wire (where non-ASCII stands as `\uXXXX`) with the app's secret: HMAC-SHA256 in
 * lower-case hex. The older SHA-1 header that may stand beside it proves nothing today.
 *
 * @param secrets  The app's secret, and during a rotation the one before it. Empty ones prove nothing.
 */
export function verifyMetaSignature(
  { headers, body }: WebhookRequest,
  secrets: readonly (string | undefined)[],
): 'authentic' | 'forged' | 'unsigned' {
  const given = headers['x-hub-signature-256'];
  if (given === undefined) return 'unsigned';
  // A header sent twice is nobody's honest request.
  if (typeof given !== 'string') return 'forged';
  const matches = secrets
    .map((secret) => secret ?? '')
    .filter((secret) => secret !== '')
    .map((secret) => isSameSecret(given, sign(body, secret)));
  return matches.includes(true) ? 'authentic' : 'forged';
}

function sign(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
