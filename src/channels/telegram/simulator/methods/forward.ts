import { type Answer, badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { findChatById } from '../checks/find-chat.ts';
import { readMessageIds } from '../checks/message-ids.ts';
import type { Sendable } from '../checks/rights.ts';
import { integer, requiredText, text } from '../parameters.ts';
import { MEDIA_FIELDS } from '../people/received-message.ts';
import type { StoredMessage } from '../state.ts';
import type { WireContent } from '../wire.ts';
import type { Call, Method } from './call.ts';
import { type Destination, type Outgoing, postAll, readDestination } from './send.ts';
import { MEDIA_RIGHTS } from './send-media.ts';
import { readCaption } from './text-limits.ts';

export const forwardMessage: Method = (call) => transferOne(call, 'forward');
export const copyMessage: Method = (call) => transferOne(call, 'copy');
export const forwardMessages: Method = (call) => transferMany(call, 'forward');
export const copyMessages: Method = (call) => transferMany(call, 'copy');

type Way = 'forward' | 'copy';

function transferOne(call: Call, way: Way): Answer {
  const source = findSource(call, integer(call.parameters, 'message_id', { absent: 0, min: 0 }), way);
  if (isRefusal(source)) return source;
  const caption = way === 'copy' && call.parameters.values.has('caption') ? readCaption(call) : undefined;
  if (isRefusal(caption)) return caption;
  const destination = readDestination(call);
  if (isRefusal(destination)) return destination;

  const posted = transfer(call, destination, source, way, caption);
  if (isRefusal(posted)) return posted;
  const wire = posted[0]?.stored.wire;
  return granted(way === 'copy' ? { message_id: wire?.message_id } : wire);
}

/** Those that are not there, or may not leave their chat, are passed over. */
function transferMany(call: Call, way: Way): Answer {
  const ids = readMessageIds(call.parameters);
  if (isRefusal(ids)) return ids;
  const destination = readDestination(call);
  if (isRefusal(destination)) return destination;

  const sent: { message_id: number | undefined }[] = [];
  for (const id of ids) {
    const source = findSource(call, id, way);
    if (isRefusal(source)) continue;
    const posted = transfer(call, destination, source, way, undefined);
    if (isRefusal(posted)) return posted;
    sent.push({ message_id: posted[0]?.stored.wire.message_id });
  }
  return sent.length === 0 ? badRequest(`there are no messages to ${way}`) : granted(sent);
}

function findSource({ world, bot, parameters }: Call, messageId: number, way: Way): StoredMessage | Refusal {
  const fromChatId = requiredText(parameters, 'from_chat_id');
  if (isRefusal(fromChatId)) return fromChatId;
  const chat = findChatById(world, bot, text(parameters, 'from_chat_id'), 'read');
  if (isRefusal(chat)) return chat;
  const source = chat.messages.get(messageId);
  if (source === undefined) return badRequest(`message to ${way} not found`);
  return source.wire.has_protected_content === true
    ? badRequest("message has protected content and can't be forwarded")
    : source;
}

function transfer(
  call: Call,
  destination: Destination,
  source: StoredMessage,
  way: Way,
  caption: WireContent | undefined,
) {
  const { wire, content: original } = source;
  const replaced = { caption: undefined, caption_entities: undefined, ...caption };
  const content = caption === undefined ? original : { ...original, ...replaced };
  const origin = { type: 'user', date: wire.date, sender_user: wire.from };
  const envelope =
    way === 'copy' ? destination.envelope : { ...destination.envelope, forward_origin: origin };
  const outgoing: Outgoing = { content, right: rightFor(content) };
  return postAll(call, { ...destination, envelope }, [outgoing]);
}

function rightFor(content: WireContent): Sendable {
  const media = MEDIA_FIELDS.find((field) => content[field] !== undefined);
  if (media !== undefined) return MEDIA_RIGHTS[media];
  if (content.venue !== undefined) return 'venues';
  if (content.location !== undefined) return 'locations';
  if (content.contact !== undefined) return 'contacts';
  if (content.poll !== undefined) return 'polls';
  return content.dice === undefined ? 'text messages' : 'dice';
}
