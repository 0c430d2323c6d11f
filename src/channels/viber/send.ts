import {
  type AccountContext,
  ChannelError,
  type SendReceipt,
  type WireRequest,
} from '../../core/channel/index.ts';
import { callApi } from './call-api.ts';
import { toMessageKey } from './keys.ts';

/** Viber tells no time of acceptance. What it bills with is kept as it says it. */
export async function send({ operation, body }: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const { message_token: token, billing_status } = await callApi(operation, body, context, 'conversation');
  return {
    externalIds: [toMessageKey(token ?? nameless(), String(body.receiver))],
    acceptedAt: null,
    ...(billing_status !== undefined && { pricing: { billing_status } }),
  };
}

/** Without a token no receipt would ever find the message, so whether it arrives stays unknown. */
export function nameless(): never {
  throw new ChannelError('indeterminate', 'Viber took the message but did not say how it names it.', {
    platformCode: 'answer:no-message-token',
  });
}
