import { type AccountContext, ChannelError, type SendReceipt, type WireRequest } from 'confab/channel';
import * as z from 'zod';
import { callApi } from './call-api.ts';

const Sent = z.object({ sentMessages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/**
 * LINE names each message of a push; it tells no time. A push that it has taken before, which it knows by the retry
 * key, is answered 409 and with the names of then.
 */
export async function send(request: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const { operation, body, headers } = request;
  const path = `/v2/bot/message/${operation}`;
  const answer = Sent.safeParse(await callApi('POST', path, body, context, { headers, isTaken: 409 }));
  if (!answer.success) {
    throw new ChannelError('indeterminate', 'LINE took the message but did not say how it names it.', {
      platformCode: 'answer:malformed',
    });
  }
  return { externalIds: answer.data.sentMessages.map(({ id }) => id), acceptedAt: null };
}
