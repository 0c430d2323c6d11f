import { type AccountContext, ChannelError, type SendReceipt, type WireRequest } from 'confab/channel';
import * as z from 'zod';
import { callApi } from './call-api.ts';

const Sent = z.object({ sentMessages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** LINE names each message of a push; it tells no time. */
export async function send({ operation, body }: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const answer = Sent.safeParse(await callApi('POST', `/v2/bot/message/${operation}`, body, context));
  if (!answer.success) {
    throw new ChannelError('indeterminate', 'LINE took the message but did not say how it names it.', {
      platformCode: 'answer:malformed',
    });
  }
  return { externalIds: answer.data.sentMessages.map(({ id }) => id), acceptedAt: null };
}
