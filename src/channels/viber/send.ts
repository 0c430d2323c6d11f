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
    ...(billing_status !== undefined && { pricing: pricingOf(billing_status) }),
  };
}

/** Without a token no receipt would ever find the message, so whether it arrives stays unknown. */
export function nameless(): never {
  throw new ChannelError('indeterminate', 'Viber took the message but did not say how it names it.', {
    platformCode: 'answer:no-message-token',
  });
}

/** 1: within a session; 2: one of the free ones; 3 and above: charged. The list is not published. */
function pricingOf(billing_status: number | string): NonNullable<SendReceipt['pricing']> {
  const status = Number(billing_status);
  return { billing_status, ...(status > 0 && { billable: status > 2 }) };
}
