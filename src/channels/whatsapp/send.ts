import * as z from 'zod';
import type { AccountContext, SendReceipt, WireRequest } from '../../core/channel/index.ts';
import { callGraph } from '../shared/meta-graph.ts';
import { graphOf, malformedAnswer, numberPath } from './graph.ts';
import { Id, optional, Word } from './payload.ts';
import { uploadFile, withUploads } from './upload.ts';

/** `message_status` is not read: held back or paused, the message is accepted, and its statuses say the rest. */
const Sent = z.object({
  messages: z.tuple([z.object({ id: Word })]).rest(z.unknown()),
  contacts: optional(z.array(z.object({ wa_id: optional(Id), user_id: optional(Id) }))),
});

/**
 * Uploads what has to be uploaded, then sends. Only the last request sends, so whatever happens to an upload has
 * sent nothing.
 */
export async function send(wire: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const graph = graphOf(context);
  const uploads = new Map<string, string>();
  for (const file of wire.files) uploads.set(file.field, await uploadFile(file, graph, context));
  const answer = await callGraph(
    { method: 'POST', path: numberPath(context, wire.operation), body: withUploads(wire.body, uploads) },
    graph,
    context,
  );
  const sent = Sent.safeParse(answer);
  if (!sent.success) {
    throw malformedAnswer('WhatsApp took the message but did not say how it names it.', 'indeterminate');
  }
  const { messages, contacts = [] } = sent.data;
  const aliases = contacts.flatMap(({ wa_id, user_id }) => [wa_id, user_id]).filter((id) => id !== undefined);
  return {
    externalIds: [messages[0].id],
    acceptedAt: null,
    ...(aliases.length > 0 && { recipientAliases: aliases }),
  };
}
