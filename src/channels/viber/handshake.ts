import type { WebhookAnswer, WebhookRequest } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isEvent } from './payload.ts';
import { verify } from './verify.ts';

/** What Viber takes for "received". */
export const RECEIVED: WebhookAnswer = { status: 200, contentType: 'application/json', body: '{}' };

/**
 * While `set_webhook` is still open, Viber calls the new address and wants a 200. Everybody may have one, for
 * nothing is stored; but a signature that is there must be right, or a wrong token would look like a working one.
 */
export function answerHandshake(request: WebhookRequest, credentials: Credentials): WebhookAnswer | null {
  if (request.method !== 'POST' || !isEvent(request.body, 'webhook')) return null;
  return verify(request, credentials) === 'forged' ? null : RECEIVED;
}
