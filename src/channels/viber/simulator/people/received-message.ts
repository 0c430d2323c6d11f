import type { Button, Message } from '../checks/message-schema.ts';
import type { Chat, Delivery } from '../state.ts';

/** A message as a person sees it in their app. */
export interface ReceivedMessage {
  /** The bot's uri. */
  readonly bot: string;
  /** Decimal; several people get the same one with a broadcast. */
  readonly token: string;
  readonly kind: Message['type'];
  /** The text, the caption of a picture, or what stands in for a carousel; empty when there is none. */
  readonly text: string;
  /** Above the message. */
  readonly sender: string;
  readonly media: ReceivedMedia | null;
  /** Buttons in place of the person's keyboard. */
  readonly keyboard: readonly Button[] | null;
  /** Buttons within the message. */
  readonly carousel: readonly Button[] | null;
  readonly isWelcome: boolean;
  /** The whole of it, as the bot sent it. */
  readonly wire: Message;
}

export interface ReceivedMedia {
  readonly url: string;
  readonly fileName: string | null;
  /** Null: it lies elsewhere than on this machine, and was not fetched. */
  readonly bytes: Uint8Array | null;
}

export function asReceived(
  { bot }: Chat,
  { token, message, isWelcome }: Delivery,
  bytes: Uint8Array | null,
): ReceivedMessage {
  return {
    bot: bot.uri,
    token: String(token),
    kind: message.type,
    text: textOf(message),
    sender: message.sender.name,
    media: mediaOf(message, bytes),
    keyboard: message.keyboard?.Buttons ?? null,
    carousel: message.type === 'rich_media' ? message.rich_media.Buttons : null,
    isWelcome,
    wire: message,
  };
}

function textOf(message: Message): string {
  if (message.type === 'text' || message.type === 'picture') return message.text;
  return message.type === 'rich_media' ? (message.alt_text ?? '') : '';
}

function mediaOf(message: Message, bytes: Uint8Array | null): ReceivedMedia | null {
  switch (message.type) {
    case 'picture':
    case 'video':
    case 'url':
      return { url: message.media, fileName: null, bytes };
    case 'file':
      return { url: message.media, fileName: message.file_name, bytes };
    default:
      return null;
  }
}
