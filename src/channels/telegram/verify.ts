import type { WebhookRequest } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isSameSecret } from '../shared/is-same-secret.ts';

const HEADER = 'x-telegram-bot-api-secret-token';

/** Telegram signs no bodies. The proof is the secret that `connect` gave it, which comes with every update. */
export function verify(
  { headers }: WebhookRequest,
  { webhookSecret }: Credentials,
): 'authentic' | 'forged' | 'unsigned' {
  const given = headers[HEADER];
  if (given === undefined) return 'unsigned';
  // A header sent twice is nobody's honest request, and without a secret of ours nothing proves anything.
  if (typeof given !== 'string' || webhookSecret === undefined || webhookSecret === '') return 'forged';
  return isSameSecret(given, webhookSecret) ? 'authentic' : 'forged';
}
