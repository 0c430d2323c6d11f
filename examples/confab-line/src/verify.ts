import { createHmac } from 'node:crypto';
import { type Credentials, isSameSecret, type WebhookRequest } from 'confab/channel';

const HEADER = 'x-line-signature';

/** HMAC-SHA256 of the raw body with the channel secret, in Base64. */
export function verify(
  { headers, body }: WebhookRequest,
  { channelSecret }: Credentials,
): 'authentic' | 'forged' | 'unsigned' {
  const given = headers[HEADER];
  if (given === undefined) return 'unsigned';
  if (typeof given !== 'string' || channelSecret === undefined || channelSecret === '') return 'forged';
  const expected = createHmac('sha256', channelSecret).update(body).digest('base64');
  return isSameSecret(given, expected) ? 'authentic' : 'forged';
}
