import type { StoredMessage, World } from '../state.ts';
import type {
  WireEntity,
  WireInlineButton,
  WireKeyboardButton,
  WireMedia,
  WireMessage,
  WireReplyMarkup,
} from '../wire.ts';

/** A message as a person sees it in their app. */
export interface ReceivedMessage {
  readonly chatId: number;
  readonly messageId: number;
  /** The text, or the caption below a file; empty when there is neither. */
  readonly text: string;
  readonly entities: readonly WireEntity[];
  readonly media: readonly ReceivedMedia[];
  readonly keyboard: ReceivedKeyboard | null;
  readonly replyTo: number | null;
  /** Equal for all the messages that the app shows as one album. */
  readonly albumId: string | null;
  readonly editedAt: Date | null;
  /** The whole of it, as the Bot API describes it. */
  readonly wire: WireMessage;
}

export interface ReceivedMedia {
  readonly kind: MediaField;
  readonly fileId: string;
  readonly fileName: string | null;
  readonly mimeType: string | null;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
}

export type ReceivedKeyboard =
  /** Buttons below the message. */
  | { readonly kind: 'inline'; readonly rows: readonly (readonly WireInlineButton[])[] }
  /** Buttons in place of the person's keyboard. */
  | { readonly kind: 'reply'; readonly rows: readonly (readonly WireKeyboardButton[])[] }
  | { readonly kind: 'removed' }
  | { readonly kind: 'force-reply' };

/** In the order in which a message is about them: an animation is also a document, a live photo also a photo. */
export const MEDIA_FIELDS = [
  'animation',
  'live_photo',
  'photo',
  'video',
  'audio',
  'voice',
  'video_note',
  'document',
  'sticker',
] as const;
export type MediaField = (typeof MEDIA_FIELDS)[number];

export function asReceived(world: World, { wire, markup }: StoredMessage): ReceivedMessage {
  const field = MEDIA_FIELDS.find((name) => wire[name] !== undefined);
  const shown = field === undefined ? undefined : wire[field];
  const media = Array.isArray(shown)
    ? (shown as readonly WireMedia[]).at(-1)
    : (shown as WireMedia | undefined);
  const file = media === undefined ? null : world.files.byId(media.file_id);
  return {
    chatId: wire.chat.id,
    messageId: wire.message_id,
    text: wire.text ?? wire.caption ?? '',
    entities: wire.entities ?? wire.caption_entities ?? [],
    media:
      field === undefined || file === null
        ? []
        : [
            {
              kind: field,
              fileId: file.fileId,
              fileName: media?.file_name ?? null,
              mimeType: file.mimeType,
              sizeBytes: file.bytes.byteLength,
              bytes: file.bytes,
            },
          ],
    keyboard: keyboardOf(markup),
    replyTo: wire.reply_to_message?.message_id ?? null,
    albumId: wire.media_group_id ?? null,
    editedAt: wire.edit_date === undefined ? null : new Date(wire.edit_date * 1000),
    wire,
  };
}

function keyboardOf(markup: WireReplyMarkup | undefined): ReceivedKeyboard | null {
  if (markup?.inline_keyboard !== undefined) return { kind: 'inline', rows: markup.inline_keyboard };
  if (markup?.keyboard !== undefined) return { kind: 'reply', rows: markup.keyboard };
  if (markup?.remove_keyboard === true) return { kind: 'removed' };
  return markup?.force_reply === true ? { kind: 'force-reply' } : null;
}
