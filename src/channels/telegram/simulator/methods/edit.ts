import { isDeepStrictEqual } from 'node:util';
import { type Answer, badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { repost } from '../chats/post.ts';
import { findChat } from '../checks/find-chat.ts';
import { findMessage } from '../checks/message-ids.ts';
import { objectionToMarkup, readReplyMarkup } from '../checks/reply-markup.ts';
import { json, requiredText } from '../parameters.ts';
import { MEDIA_FIELDS } from '../people/received-message.ts';
import type { Chat, StoredMessage } from '../state.ts';
import type { WireContent } from '../wire.ts';
import type { Call, Method } from './call.ts';
import { readInputMedia } from './input-media.ts';
import { readText } from './send-text.ts';
import { objectionToText, readCaption } from './text-limits.ts';

const notModified = badRequest(
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
);

/** A message that the bot may edit. */
interface Editable {
  readonly chat: Chat;
  readonly stored: StoredMessage;
}

export const editMessageText: Method = (call) => {
  const content = readText(call);
  if (isRefusal(content)) return content;
  const target = findEditable(call);
  if (isRefusal(target)) return target;
  if (target.stored.content.text === undefined) return badRequest('there is no text in the message to edit');
  return objectionToText({ text: content.text ?? '', entities: [] }) ?? edit(call, target, content);
};

export const editMessageCaption: Method = (call) => {
  const caption = readCaption(call);
  if (isRefusal(caption)) return caption;
  const target = findEditable(call);
  if (isRefusal(target)) return target;
  if (!hasMedia(target.stored.content)) return badRequest('there is no caption in the message to edit');
  const { caption: _text, caption_entities: _entities, ...media } = target.stored.content;
  return edit(call, target, { ...media, ...caption });
};

export const editMessageMedia: Method = async (call) => {
  const required = requiredText(call.parameters, 'media');
  if (isRefusal(required)) return required;
  const given = json(call.parameters, 'media', 'input media');
  if (isRefusal(given)) return given;
  const medium = await readInputMedia(call, given ?? null);
  if (isRefusal(medium)) return medium;
  const target = findEditable(call);
  if (isRefusal(target)) return target;
  if (!hasMedia(target.stored.content)) return badRequest('there is no media in the message to edit');
  const isInAlbum = target.stored.envelope.media_group_id !== undefined;
  if (isInAlbum && medium.kind === 'animation') return badRequest("message media can't be edited");
  return edit(call, target, medium.content);
};

export const editMessageReplyMarkup: Method = (call) => {
  const target = findEditable(call);
  return isRefusal(target) ? target : edit(call, target, target.stored.content);
};

/** The bot's own messages only; those of others answer as if they had been asked to become something impossible. */
function findEditable({ world, bot, parameters }: Call): Editable | Refusal {
  const chat = findChat(world, bot, parameters, 'write');
  if (isRefusal(chat)) return chat;
  const stored = findMessage(chat, parameters, 'message to edit');
  if (isRefusal(stored)) return stored;
  return stored.senderId === bot.user.id ? { chat, stored } : badRequest("message can't be edited");
}

/** Buttons that are not named again are gone. */
function edit({ world, parameters }: Call, { chat, stored }: Editable, content: WireContent): Answer {
  const markup = readReplyMarkup(parameters);
  if (isRefusal(markup)) return markup;
  if (markup !== undefined && markup.inline_keyboard === undefined) {
    return badRequest('inline keyboard expected');
  }
  const objection = objectionToMarkup(markup, chat);
  if (objection !== null) return objection;

  const isSame = isDeepStrictEqual(likeness([content, markup]), likeness([stored.content, stored.markup]));
  if (isSame) return notModified;
  repost(world, chat, stored, { content, markup });
  return granted(stored.wire);
}

/** What two equal contents have in common: file ids differ even for the same file. */
function likeness(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, part: unknown) => (name === 'file_id' ? undefined : part)));
}

function hasMedia(content: WireContent): boolean {
  return MEDIA_FIELDS.some((field) => content[field] !== undefined);
}
