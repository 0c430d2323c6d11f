import * as z from 'zod';

/** What LINE posts to a webhook, as far as it means something here. Unknown fields are passed over. */
const Word = z.string().min(1);
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

export const Body = z.looseObject({ destination: z.string(), events: z.array(z.unknown()) });

const Source = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user'), userId: Word }),
  z.object({ type: z.literal('group'), groupId: Word, userId: optional(Word) }),
  z.object({ type: z.literal('room'), roomId: Word, userId: optional(Word) }),
]);
export type Source = z.output<typeof Source>;

export const Event = z.looseObject({
  type: Word,
  mode: optional(z.string()),
  timestamp: optional(z.int().positive().max(8.64e15)),
  source: optional(Source),
  webhookEventId: optional(Word),
});
export type Event = z.output<typeof Event>;

const ContentProvider = optional(z.object({ type: z.string(), originalContentUrl: optional(z.url()) }));
const ImageSet = optional(z.object({ id: Word, index: z.int().positive() }));
const Duration = optional(z.number().nonnegative());
const Quoted = { id: Word, quotedMessageId: optional(Word) };

export const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), ...Quoted, text: z.string() }),
  z.object({ type: z.literal('image'), id: Word, contentProvider: ContentProvider, imageSet: ImageSet }),
  z.object({ type: z.literal('video'), id: Word, contentProvider: ContentProvider, duration: Duration }),
  z.object({ type: z.literal('audio'), id: Word, contentProvider: ContentProvider, duration: Duration }),
  z.object({
    type: z.literal('file'),
    id: Word,
    fileName: optional(z.string()),
    fileSize: optional(z.int().nonnegative()),
  }),
  z.object({
    type: z.literal('location'),
    id: Word,
    title: optional(z.string()),
    address: optional(z.string()),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  z.object({ type: z.literal('sticker'), ...Quoted, keywords: optional(z.array(z.string())) }),
]);
export type Message = z.output<typeof Message>;

export const Postback = z.object({ data: z.string() });
export const Unsend = z.object({ messageId: Word });
