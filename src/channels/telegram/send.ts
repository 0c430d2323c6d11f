import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type SendReceipt,
  type WireRequest,
} from '../../core/channel/index.ts';
import { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
import { type ApiBody, callApi } from './call-api.ts';
import { toMessageKey } from './keys.ts';
import { optional } from './payload.ts';

const SentMessage = z.object({
  message_id: z.int().nonnegative(),
  date: optional(z.int()),
  chat: z.object({ id: z.int() }),
});

/** An album answers with a message for each of its media. */
const Sent = z.union([SentMessage.transform((message) => [message]), z.tuple([SentMessage], SentMessage)]);

export async function send(wire: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const body = await toApiBody(wire, context);
  const sent = Sent.safeParse(await callApi(wire.operation, body, context));
  if (!sent.success) {
    throw new ChannelError('indeterminate', 'Telegram took the message but did not say how it names it.', {
      platformCode: 'answer:malformed',
    });
  }
  const businessConnectionId = wire.body.business_connection_id;
  const address = typeof businessConnectionId === 'string' ? { businessConnectionId } : {};
  return {
    // Large films to large chats are scheduled: until they are out, all of them have the number 0.
    externalIds: sent.data
      .filter(({ message_id }) => message_id !== 0)
      .map(({ chat, message_id }) => toMessageKey({ chatId: chat.id, ...address }, message_id)),
    acceptedAt: fromUnixSeconds(sent.data[0]?.date),
  };
}

/** Uploads go as a form, everything else as JSON. */
export async function toApiBody({ body, files }: WireRequest, context: AccountContext): Promise<ApiBody> {
  if (files.length === 0) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const file of files) {
    const { bytes, mimeType } = await open(file, context);
    if (bytes.byteLength > file.maxBytes) {
      throw new ChannelError('rejected', `Telegram takes files of at most ${file.maxBytes} bytes here.`, {
        platformCode: 'upload:too-large',
        cause: 'too-large',
        actionBy: 'author',
      });
    }
    const type = file.mimeType ?? mimeType ?? 'application/octet-stream';
    form.append(file.field, new Blob([new Uint8Array(bytes)], { type }), file.fileName);
  }
  return form;
}

/** Whatever goes wrong here, nothing has left us yet. */
async function open({ source, maxBytes }: WireRequest['files'][number], context: AccountContext) {
  try {
    return await context.openMedia(source, maxBytes);
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    throw new ChannelError(
      'unavailable',
      'A file of this message could not be opened.',
      { platformCode: 'upload:not-opened' },
      { cause: error },
    );
  }
}
