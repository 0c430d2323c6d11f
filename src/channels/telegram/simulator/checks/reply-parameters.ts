import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import {
  fieldFlag,
  fieldNumber,
  fieldText,
  flag,
  integer,
  isObject,
  json,
  type Parameters,
} from '../parameters.ts';
import type { Bot, Chat, World } from '../state.ts';
import { type FormattedText, formattedField } from '../text/formatted-text.ts';
import type { WireMessage } from '../wire.ts';
import { findChatById } from './find-chat.ts';

const MAX_QUOTE_LENGTH = 1024;

/** A reply as it was asked for. */
interface ReplyRequest {
  readonly messageId: number;
  /** Another chat than the one the message goes to; empty: the same. */
  readonly chatId: string;
  readonly allowsNone: boolean;
  readonly quote: FormattedText;
  readonly quotePosition: number | null;
}

/** Reads `reply_parameters`, or the older `reply_to_message_id`; undefined: it is no reply. */
export function readReplyParameters(
  world: World,
  parameters: Parameters,
): ReplyRequest | undefined | Refusal {
  const given = json(parameters, 'reply_parameters', 'reply parameters');
  if (isRefusal(given)) return given;
  if (given === undefined) {
    const messageId = integer(parameters, 'reply_to_message_id', { absent: 0, min: 0 });
    if (messageId === 0) return undefined;
    const allowsNone = flag(parameters, 'allow_sending_without_reply');
    return { messageId, chatId: '', allowsNone, quote: { text: '', entities: [] }, quotePosition: null };
  }
  if (!isObject(given)) return badRequest('object expected as reply parameters');
  if (Object.keys(given).length === 0) return undefined;

  const messageId = fieldNumber(given, 'message_id');
  if (messageId === null) return badRequest('can\'t find field "message_id"');
  const quote = formattedField(world, given, {
    text: 'quote',
    parseMode: 'quote_parse_mode',
    entities: 'quote_entities',
  });
  if (isRefusal(quote)) return quote;
  return {
    messageId,
    chatId: fieldText(given, 'chat_id'),
    allowsNone: fieldFlag(given, 'allow_sending_without_reply'),
    quote,
    quotePosition: fieldNumber(given, 'quote_position'),
  };
}

/** What a message carries because it is a reply; nothing when its target is gone and may be. */
export function resolveReply(
  world: World,
  bot: Bot,
  chat: Chat,
  request: ReplyRequest | undefined,
): Partial<WireMessage> | Refusal {
  if (request === undefined || request.messageId <= 0) return {};
  const isElsewhere = request.chatId !== '' && request.chatId !== String(chat.id);
  const source = isElsewhere ? findChatById(world, bot, request.chatId, 'read') : chat;
  if (isRefusal(source)) return source;

  const target = source.messages.get(request.messageId)?.wire;
  if (target === undefined) {
    return request.allowsNone ? {} : badRequest('message to be replied not found');
  }
  const quote = resolveQuote(target, request);
  if (isRefusal(quote)) return quote;
  // What is replied to is shown without what it replied to itself.
  const { reply_to_message: _deeper, ...shown } = target;
  if (!isElsewhere) return { reply_to_message: shown, quote };
  const origin = { type: 'hidden_user', date: target.date, sender_user_name: target.from?.first_name ?? '' };
  return { external_reply: { origin, chat: target.chat, message_id: target.message_id }, quote };
}

function resolveQuote(target: WireMessage, request: ReplyRequest): object | undefined | Refusal {
  const { text, entities } = request.quote;
  if (text === '') return undefined;
  const position = (target.text ?? target.caption ?? '').indexOf(text);
  if (position === -1 || text.length > MAX_QUOTE_LENGTH) return badRequest('QUOTE_TEXT_INVALID');
  const asked = request.quotePosition;
  const isThere = asked !== null && (target.text ?? target.caption ?? '').startsWith(text, asked);
  return {
    text,
    position: isThere ? asked : position,
    is_manual: true,
    ...(entities.length > 0 && { entities }),
  };
}
