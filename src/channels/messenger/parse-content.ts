import * as z from 'zod';
import type { Part } from '../../core/model/part.ts';
import { label } from '../shared/reading.ts';
import {
  type Attachment,
  readAttachment,
  stickerIdOf,
  toAttachment,
  unsupported,
} from './parse-attachment.ts';
import { Id, Items, optional } from './payload.ts';

/** What a message says, as far as it stands in the message itself. */
export const MessageContent = z.object({
  text: optional(z.string()),
  quick_reply: optional(z.object({ payload: z.string() })),
  attachments: Items,
  sticker_id: optional(Id),
  is_unsupported: optional(z.boolean()),
});
export type MessageContent = z.infer<typeof MessageContent>;

export interface ContentReading {
  /** At least one. */
  readonly parts: readonly Part[];
  /** Labels of content that is new to us or malformed. */
  readonly unknown: readonly string[];
}

export function readContent(content: MessageContent): ContentReading {
  const read = withoutTwins(content.attachments.map(toAttachment)).map((attachment) =>
    attachment === null ? null : readAttachment(withSticker(attachment, content)),
  );
  const unknown = read.flatMap((one) => one?.unknown ?? [label('attachment', 'malformed')]);
  const parts = [...wordsOf(content), ...read.flatMap((one) => one?.parts ?? [unsupported('an attachment')])];
  if (parts.length > 0) return { parts, unknown };
  return { parts: [unsupported('a message that Messenger does not show to programs')], unknown };
}

/** A tap on a quick reply comes as a message whose text is what was tapped. */
function wordsOf({ text, quick_reply }: MessageContent): readonly Part[] {
  if (quick_reply !== undefined) {
    return [{ type: 'choice-reply', payload: quick_reply.payload, title: text ?? null }];
  }
  return text === undefined || text === '' ? [] : [{ type: 'text', text }];
}

/** Stickers were pictures until August 2026; in between each came as both, and is one. */
function withoutTwins(attachments: readonly (Attachment | null)[]): readonly (Attachment | null)[] {
  const stickers = new Set(
    attachments.flatMap((one) => (one?.type === 'sticker' ? (stickerIdOf(one) ?? []) : [])),
  );
  return attachments.filter((one) => {
    const stickerId = one?.type === 'image' ? stickerIdOf(one) : undefined;
    return stickerId === undefined || !stickers.has(stickerId);
  });
}

/** In older bodies the sticker's number stood beside its picture. */
function withSticker(attachment: Attachment, { attachments, sticker_id }: MessageContent): Attachment {
  const isItsPicture = attachments.length === 1 && attachment.type === 'image' && sticker_id !== undefined;
  return isItsPicture ? { ...attachment, sticker_id } : attachment;
}
