import {
  label,
  type MediaPart,
  type MediaSource,
  type MessageEvent,
  notUnderstood,
  type Part,
  type Reading,
  understood,
} from 'confab/channel';
import { Message } from './payload.ts';

/** A message of any kind that people can send. Its file is fetched later, by the message's id. */
export function readMessage(
  value: unknown,
  facts: Pick<MessageEvent, 'sender' | 'sentAt' | 'isStandby'>,
): Reading {
  const parsed = Message.safeParse(value);
  if (!parsed.success) return notUnderstood(label('message', kindOf(value)));
  const message = parsed.data;
  const quoted = 'quotedMessageId' in message ? message.quotedMessageId : undefined;
  const set = message.type === 'image' ? message.imageSet : undefined;
  const event: MessageEvent = {
    kind: 'message',
    externalId: message.id,
    parts: [toPart(message)],
    ...facts,
    ...(quoted !== undefined && { replyToExternalId: quoted }),
    ...(set !== undefined && { album: { key: set.id, position: set.index } }),
  };
  return understood([event]);
}

function toPart(message: Message): Part {
  switch (message.type) {
    case 'text':
      return { type: 'text', text: message.text };
    case 'image':
      return media('image', message);
    case 'video':
    case 'audio':
      return {
        ...media(message.type, message),
        ...(message.duration !== undefined && { durationMs: message.duration }),
      };
    case 'file':
      return {
        ...media('file', message),
        ...(message.fileName !== undefined && { fileName: message.fileName }),
        ...(message.fileSize !== undefined && { sizeBytes: message.fileSize }),
      };
    case 'location': {
      const { latitude, longitude, title, address } = message;
      return {
        type: 'location',
        latitude,
        longitude,
        ...(title !== undefined && { name: title }),
        ...(address !== undefined && { address }),
      };
    }
    case 'sticker': {
      const [keyword] = message.keywords ?? [];
      return {
        type: 'unsupported',
        label: keyword === undefined ? 'a sticker' : `a sticker that says ${keyword}`,
      };
    }
  }
}

function media(kind: MediaPart['kind'], { id, contentProvider }: Message & WithProvider): MediaPart {
  const url = contentProvider?.type === 'external' ? contentProvider.originalContentUrl : undefined;
  const source: MediaSource = url === undefined ? { from: 'platform', reference: id } : { from: 'url', url };
  return { type: 'media', kind, source };
}

interface WithProvider {
  readonly contentProvider?:
    | { readonly type: string; readonly originalContentUrl?: string | undefined }
    | undefined;
}

function kindOf(value: unknown): string {
  const { type } = Object(value);
  return typeof type === 'string' ? type : 'malformed';
}
