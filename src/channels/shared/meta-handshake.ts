import type { WebhookAnswer, WebhookRequest } from '../../core/channel/index.ts';
import { isSameSecret } from './is-same-secret.ts';

/**
 * Meta's proof that an address is ours: a GET with the token that was set beside the address, answered with its
 * challenge and nothing else.
 *
 * @param verifyToken  Ours; undefined or empty proves nothing.
 * @returns null for what is no such request.
 */
export function answerMetaHandshake(
  { method, query }: WebhookRequest,
  verifyToken: string | undefined,
): WebhookAnswer | null {
  if (method !== 'GET') return null;
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
  const isOurs =
    mode === 'subscribe' &&
    token !== undefined &&
    verifyToken !== undefined &&
    verifyToken !== '' &&
    isSameSecret(token, verifyToken);
  return isOurs ? plain(200, challenge ?? '') : plain(403, '');
}

const plain = (status: number, body: string): WebhookAnswer => ({ status, contentType: 'text/plain', body });
