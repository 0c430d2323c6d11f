import type { MessageChange, WireRequest } from '../../core/channel/index.ts';
import type { MediaKind, MediaPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readMessageKey } from './keys.ts';
import { render } from './render.ts';
import { MEDIA_METHODS, mediaValue } from './wire-media.ts';

export type EditRendering =
  | { readonly kind: 'rendered'; readonly request: WireRequest }
  | { readonly kind: 'not-editable'; readonly message: string };

/** What Telegram exchanges for another of these. The others keep their file for ever. */
const EXCHANGEABLE: readonly MediaKind[] = ['image', 'video', 'animation', 'audio', 'file'];

/** The call that makes a message say something else: another text, another caption, or another file with its caption. */
export function renderEdit(change: MessageChange): EditRendering {
  const address = readMessageKey(change.messageExternalId);
  if (address === null) return notEditable('Telegram has no message with this id.');
  const { chat, messageId } = address;
  const rendering = render({
    id: change.messageExternalId,
    parts: change.parts,
    recipient: { externalId: change.recipientExternalId, isGroup: chat.chatId < 0 },
    author: 'SYSTEM',
    purpose: 'SERVICE',
    replyTo: null,
    options: { overlongText: 'REFUSE', onUnsupported: 'DEGRADE', isSilent: false },
    settings: {},
  });
  if (rendering.kind === 'unrenderable') return notEditable(rendering.problems[0]?.message ?? '');
  const [part] = change.parts;
  const [sent, ...more] = rendering.requests;
  if (part === undefined || sent === undefined || more.length > 0 || change.parts.length > 1) {
    return notEditable('Telegram changes one text, caption or file at a time.');
  }

  const target = omitUndefined({
    business_connection_id: chat.businessConnectionId,
    chat_id: chat.chatId,
    message_id: messageId,
  });
  const { text, entities, caption, caption_entities, reply_markup } = sent.body;
  if (sent.operation === 'sendMessage') {
    const body = omitUndefined({ ...target, text, entities, reply_markup });
    return rendered({ ...sent, operation: 'editMessageText', body });
  }
  if (part.type !== 'media') return notEditable('Telegram changes texts, captions and files only.');
  const [previous] = change.previousParts;
  if (previous?.type === 'media' && isSameFile(previous, part)) {
    const body = omitUndefined({ ...target, caption, caption_entities, reply_markup });
    return rendered({ ...sent, operation: 'editMessageCaption', body, files: [] });
  }
  if (!EXCHANGEABLE.includes(part.kind))
    return notEditable(`Telegram exchanges no ${part.kind} for another.`);
  const { value, file } = mediaValue(part, 'file');
  const media = omitUndefined({
    type: MEDIA_METHODS[part.kind].field,
    media: value,
    caption,
    caption_entities,
  });
  const body = omitUndefined({ ...target, media, reply_markup });
  return rendered({ ...sent, operation: 'editMessageMedia', body, files: file === null ? [] : [file] });
}

function isSameFile(previous: MediaPart, part: MediaPart): boolean {
  return previous.kind === part.kind && JSON.stringify(previous.source) === JSON.stringify(part.source);
}

function rendered(request: WireRequest): EditRendering {
  return { kind: 'rendered', request };
}

function notEditable(message: string): EditRendering {
  return { kind: 'not-editable', message };
}
