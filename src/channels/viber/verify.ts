import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isSameSecret } from '../shared/is-same-secret.ts';

/**
 * Viber signs the raw body with the bot's own token: HMAC-SHA256 in lower-case hex, in a header, or in the query
 * as older deliveries had it. The header counts when both are there.
 */
export function verify(
  request: WebhookRequest,
  { authToken = '' }: Credentials,
): 'authentic' | 'forged' | 'unsigned' {
  const given = request.headers['x-viber-content-signature'] ?? request.query.sig;
  if (given === undefined) return 'unsigned';
  // A header that came twice is a list, and nothing that Viber sends.
  if (typeof given !== 'string' || authToken === '') return 'forged';
  const expected = createHmac('sha256', authToken).update(request.body).digest('hex');
  return isSameSecret(given, expected) ? 'authentic' : 'forged';
}
