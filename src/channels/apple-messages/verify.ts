import type { WebhookRequest } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isSameSecret } from '../shared/is-same-secret.ts';
import { isRelayed, readHeaderLines } from './relay.ts';
import { isTokenFromApple } from './token.ts';

/**
 * Apple signs no bodies: it proves itself with a token in `Authorization`, over TLS. A relay proves itself with the
 * header that was agreed with it.
 */
export function verify(
  { headers }: WebhookRequest,
  credentials: Credentials,
  now?: Date,
): 'authentic' | 'forged' | 'unsigned' {
  if (isRelayed(credentials)) return verifyRelay(headers, credentials);
  const given = headers.authorization;
  if (given === undefined) return 'unsigned';
  // A header sent twice is nobody's honest request.
  if (typeof given !== 'string') return 'forged';
  const [, token] = /^Bearer +(\S+)$/iu.exec(given) ?? [];
  return token !== undefined && isTokenFromApple(token, credentials, now) ? 'authentic' : 'forged';
}

function verifyRelay(
  headers: WebhookRequest['headers'],
  { relayWebhookHeader = '' }: Credentials,
): 'authentic' | 'forged' | 'unsigned' {
  const [agreed] = readHeaderLines(relayWebhookHeader) ?? [];
  if (agreed === undefined) return 'forged';
  const [name, value] = agreed;
  const given = headers[name];
  if (given === undefined) return 'unsigned';
  if (typeof given !== 'string' || value === '') return 'forged';
  return isSameSecret(given, value) ? 'authentic' : 'forged';
}
