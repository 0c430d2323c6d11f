import type { WebhookAnswer, WebhookRequest } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { answerMetaHandshake } from '../shared/meta-handshake.ts';
import { verifyMetaSignature } from '../shared/meta-signature.ts';

/** During a rotation Meta signs with the old secret until the last of its servers knows the new one. */
export function verify(
  request: WebhookRequest,
  { appSecret, previousAppSecret }: Credentials,
): 'authentic' | 'forged' | 'unsigned' {
  return verifyMetaSignature(request, [appSecret, previousAppSecret]);
}

export function answerHandshake(request: WebhookRequest, { verifyToken }: Credentials): WebhookAnswer | null {
  return answerMetaHandshake(request, verifyToken);
}
