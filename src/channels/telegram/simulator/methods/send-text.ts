import { badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { show } from '../chats/show.ts';
import { findChat } from '../checks/find-chat.ts';
import { fieldText, flag, isObject, json, text } from '../parameters.ts';
import { formattedText } from '../text/formatted-text.ts';
import type { WireContent } from '../wire.ts';
import type { Call, Method } from './call.ts';
import { readDestination, send, sendTo } from './send.ts';
import { objectionToText } from './text-limits.ts';

const MAX_RICH_LENGTH = 32_768;

export const sendMessage: Method = (call) => {
  const content = readText(call);
  if (isRefusal(content)) return content;
  const destination = readDestination(call);
  if (isRefusal(destination)) return destination;
  return (
    objectionToText({ text: content.text ?? '', entities: [] }) ??
    sendTo(call, destination, { content, right: 'text messages' })
  );
};

/** The text of `sendMessage` and `editMessageText`; its length is checked by the caller, after the chat. */
export function readText({ world, parameters }: Call): WireContent | Refusal {
  if (text(parameters, 'text') === '') return badRequest('message text is empty');
  const body = formattedText(world, parameters, {
    text: 'text',
    parseMode: 'parse_mode',
    entities: 'entities',
  });
  if (isRefusal(body)) return body;
  const preview = json(parameters, 'link_preview_options', 'link preview options');
  if (isRefusal(preview)) return preview;
  if (preview !== undefined && !isObject(preview))
    return badRequest('object expected as link preview options');
  const isDisabled = flag(parameters, 'disable_web_page_preview');
  return {
    text: body.text,
    entities: body.entities.length > 0 ? body.entities : undefined,
    link_preview_options: preview ?? (isDisabled ? { is_disabled: true } : undefined),
  };
}

/** Blocks of headings, tables and media, in one of three notations. Kept as it came; nothing is laid out here. */
export const sendRichMessage: Method = (call) => {
  const given = json(call.parameters, 'rich_message', 'rich message');
  if (isRefusal(given)) return given;
  if (!isObject(given)) return badRequest('object expected as rich message');
  const notations = ['html', 'markdown', 'blocks'].filter((name) => Object.hasOwn(given, name));
  if (notations.length !== 1)
    return badRequest('rich message must have exactly one of html, markdown and blocks');
  const written = fieldText(given, notations[0] ?? '');
  if ([...written].length > MAX_RICH_LENGTH) return badRequest('message is too long');
  return send(call, { content: { rich_message: given }, right: 'the rich message' });
};

/** A text that is shown while it is being written; it never becomes a message by itself. */
export const sendMessageDraft: Method = (call) => {
  const { world, bot, parameters } = call;
  const content = formattedText(world, parameters, {
    text: 'text',
    parseMode: 'parse_mode',
    entities: 'entities',
  });
  if (isRefusal(content)) return content;
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  if (chat.type !== 'private') return badRequest('drafts can be sent in private chats only');
  if (!(Number(text(parameters, 'draft_id')) !== 0)) return badRequest('draft identifier must be non-zero');
  show(world, bot, chat, { kind: 'draft', text: content.text });
  return granted(true);
};
