import type { Loss, OutboundMessage, Rendering, WireRequest } from '../../core/channel/index.ts';
import type { MediaPart, Part } from '../../core/model/part.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { toEntities } from './formatting.ts';
import { type ChatAddress, readIdentityId, readMessageKey } from './keys.ts';
import { renderCards, renderChoice } from './render-choice.ts';
import { renderContacts, renderDice, renderLocation, renderPoll } from './render-facts.ts';
import { albumClassOf, renderAlbum, renderMedia } from './render-media.ts';
import { plain, renderText } from './render-text.ts';

/** Bot API, ReplyParameters.quote. */
const MAX_QUOTE_LENGTH = 1024;

/** One request for each call. The first answers what the message replies to. */
export function render(message: OutboundMessage): Rendering {
  const address = readIdentityId(message.recipient.externalId);
  if (address === null) return unrenderable('This is no chat of Telegram.');
  if (message.parts.length === 0) return unrenderable('There is nothing to send.');
  const { drafts, losses, problems } = together(renderParts(message));
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const reply = replyTo(message, address);
  if (reply.losses.length > 0 && message.options.onUnsupported === 'REFUSE') {
    return unrenderable(reply.losses.map(({ description }) => `${description}.`).join(' '));
  }
  const requests = drafts.map(
    ({ operation, content, files, partIndexes, cost }, index): WireRequest => ({
      operation,
      body: {
        ...addressFields(address),
        ...content,
        ...(index === 0 && reply.fields),
        ...(message.options.isSilent && { disable_notification: true }),
      },
      files,
      partIndexes,
      cost,
    }),
  );
  return { kind: 'rendered', requests, losses: [...losses, ...reply.losses] };
}

/** Neighbouring media of a kind become albums. */
function renderParts({ parts, recipient, options }: OutboundMessage): readonly PartRendering[] {
  const contextAt = (partIndex: number): RenderContext => ({
    options,
    isGroup: recipient.isGroup,
    partIndex,
  });
  const renderings: PartRendering[] = [];
  for (let index = 0; index < parts.length; ) {
    const album = albumAt(parts, index);
    const part = parts[index];
    if (album.length > 1) {
      renderings.push(
        renderAlbum(
          album,
          album.map((_, position) => contextAt(index + position)),
        ),
      );
      index += album.length;
    } else {
      if (part !== undefined) renderings.push(renderPart(part, contextAt(index)));
      index += 1;
    }
  }
  return renderings;
}

function albumAt(parts: readonly Part[], start: number): readonly MediaPart[] {
  const album: MediaPart[] = [];
  for (const part of parts.slice(start, start + capabilities.maxAlbumSize)) {
    if (part.type !== 'media' || albumClassOf(part) === null) break;
    if (album[0] !== undefined && albumClassOf(part) !== albumClassOf(album[0])) break;
    album.push(part);
  }
  return album;
}

function renderPart(part: Part, context: RenderContext): PartRendering {
  switch (part.type) {
    case 'text':
      return renderText(
        { text: part.text, entities: toEntities(part.formatting, part.text.length) },
        context,
      );
    case 'media':
      return renderMedia(part, context);
    case 'location':
      return renderLocation(part, context);
    case 'contact-card':
      return renderContacts(part, context);
    case 'choice':
      return renderChoice(part, context);
    case 'card':
      return renderCards(part, context);
    case 'poll':
      return renderPoll(part, context);
    case 'dice':
      return renderDice(part, context);
    case 'template':
      return problem('Telegram has no templates; write the text itself.', context);
    case 'choice-reply':
      return asText(part.title ?? part.payload, 'Only a contact can tap: sent as text', context);
    case 'form-reply': {
      const lines = Object.entries(part.values).map(([name, value]) => `${name}: ${value}`);
      return asText(lines.join('\n'), 'Telegram has no filled-in forms: sent as text', context);
    }
    case 'unsupported':
      return asText(`[${part.label}]`, 'Only the name of this is known: sent as text', context);
    default:
      return part satisfies never;
  }
}

function asText(text: string, description: string, context: RenderContext): PartRendering {
  return degraded({ code: 'other', description }, context, () => renderText(plain(text), context));
}

function addressFields(address: ChatAddress): Readonly<Record<string, unknown>> {
  const { chatId, businessConnectionId, directMessagesTopicId, forumTopicId } = address;
  return {
    chat_id: chatId,
    ...(businessConnectionId !== undefined && { business_connection_id: businessConnectionId }),
    ...(directMessagesTopicId !== undefined && { direct_messages_topic_id: directMessagesTopicId }),
    ...(forumTopicId !== undefined && { message_thread_id: forumTopicId }),
  };
}

interface Reply {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly losses: readonly Loss[];
}

/** A target that is gone meanwhile must not cost the message. */
function replyTo({ replyTo: target }: OutboundMessage, address: ChatAddress): Reply {
  if (target === null) return { fields: {}, losses: [] };
  const message = readMessageKey(target.externalId);
  const isHere =
    message?.chat.chatId === address.chatId &&
    message.chat.businessConnectionId === address.businessConnectionId;
  if (message === null || !isHere) {
    const description = 'What is replied to is no message of this chat: sent without the reference';
    return { fields: {}, losses: [{ partIndex: 0, code: 'reply-dropped', description }] };
  }
  const { quote } = target;
  const fitsQuote = quote !== null && quote !== '' && quote.length <= MAX_QUOTE_LENGTH;
  return {
    fields: {
      reply_parameters: {
        message_id: message.messageId,
        allow_sending_without_reply: true,
        ...(fitsQuote && { quote }),
      },
    },
    losses: [],
  };
}

function unrenderable(message: string): Rendering {
  return { kind: 'unrenderable', problems: [{ partIndex: null, message }] };
}
