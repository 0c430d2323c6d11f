import { type Answer, granted, isRefusal, type Refusal } from '../answer.ts';
import { type Posted, post } from '../chats/post.ts';
import { findChat, findThread } from '../checks/find-chat.ts';
import { countMessages } from '../checks/flood.ts';
import { objectionToMarkup, readReplyMarkup } from '../checks/reply-markup.ts';
import { readReplyParameters, resolveReply } from '../checks/reply-parameters.ts';
import { objectionToSending, type Sendable } from '../checks/rights.ts';
import { flag, optionalText } from '../parameters.ts';
import type { Chat } from '../state.ts';
import type { WireContent, WireMessage, WireReplyMarkup } from '../wire.ts';
import type { Call } from './call.ts';

/** Where a message goes, and what surrounds it. */
export interface Destination {
  readonly chat: Chat;
  readonly envelope: Partial<WireMessage>;
  readonly markup: WireReplyMarkup | undefined;
}

/** Content that has been read and is well formed. */
export interface Outgoing {
  readonly content: WireContent;
  readonly right: Sendable;
}

/** Reads the parameters that all methods of sending share, and checks them in Telegram's order. */
export function readDestination({ world, bot, parameters }: Call): Destination | Refusal {
  const reply = readReplyParameters(world, parameters);
  if (isRefusal(reply)) return reply;
  const markup = readReplyMarkup(parameters);
  if (isRefusal(markup)) return markup;

  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const threadId = findThread(chat, parameters);
  if (isRefusal(threadId)) return threadId;
  const replied = resolveReply(world, bot, chat, reply);
  if (isRefusal(replied)) return replied;
  const objection = objectionToMarkup(markup, chat);
  if (objection !== null) return objection;

  return {
    chat,
    markup,
    envelope: {
      ...replied,
      message_thread_id: threadId,
      is_topic_message: threadId === undefined ? undefined : true,
      has_protected_content: flag(parameters, 'protect_content') || undefined,
      effect_id: chat.type === 'private' ? optionalText(parameters, 'message_effect_id') : undefined,
    },
  };
}

/** Posts one message, or several as an album, if rights and flood control let it. All or none. */
export function postAll(
  { world, bot, parameters }: Call,
  { chat, envelope, markup }: Destination,
  messages: readonly Outgoing[],
): Posted[] | Refusal {
  for (const { right } of messages) {
    const objection = objectionToSending(world, bot, chat, right);
    if (objection !== null) return objection;
  }
  const isPaid = flag(parameters, 'allow_paid_broadcast');
  const flood = countMessages(world, bot, chat, messages.length, isPaid);
  if (flood !== null) return flood;
  return messages.map(({ content }) =>
    post(world, chat, { senderId: bot.user.id, content, envelope, markup }),
  );
}

/** Sends one message and answers with it. */
export function send(call: Call, outgoing: Outgoing): Answer {
  const destination = readDestination(call);
  return isRefusal(destination) ? destination : sendTo(call, destination, outgoing);
}

export function sendTo(call: Call, destination: Destination, outgoing: Outgoing): Answer {
  const posted = postAll(call, destination, [outgoing]);
  return isRefusal(posted) ? posted : granted(posted[0]?.stored.wire);
}
