import * as z from 'zod';
import type { MediaKind, Part, UnsupportedPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readContactCards } from './parse-contact-card.ts';
import { readInteractive } from './parse-interactive.ts';
import { readOrder } from './parse-order.ts';
import { Id, optional, Word } from './payload.ts';

/** The parts that content of one type is; null: malformed. */
export type ContentReader = (content: unknown) => readonly Part[] | null;

/** What a type of message is called, and who understands it. */
export interface ContentKind {
  readonly name: string;
  readonly read: ContentReader;
}

const Text = z.object({ body: z.string() });

/**
 * `sha256` and `url` are not read: the file is named by its id, which lives for 7 days, while the address ends
 * after minutes; what was fetched gets a hash of our own.
 */
const Media = z.object({
  id: Id,
  mime_type: optional(Word),
  caption: optional(Word),
  filename: optional(Word),
  voice: optional(z.boolean()),
});

/** Some clients write degrees as text. */
const degrees = (max: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^[+-]?\d{1,3}(?:\.\d{0,20})?$/u)
        .transform(Number),
    ])
    .pipe(z.number().min(-max).max(max));

const Location = z.object({
  latitude: degrees(90),
  longitude: degrees(180),
  name: optional(Word),
  address: optional(Word),
});

const Button = z.object({ text: optional(Word), payload: optional(z.string()) });

/** By the word in `type`, which is also the field that holds the content. */
export const CONTENT_KINDS: ReadonlyMap<string, ContentKind> = new Map([
  ['text', kind('a text', Text, ({ body }) => [{ type: 'text', text: body }])],
  ['image', media('image', 'a photo')],
  ['video', media('video', 'a video')],
  ['audio', media('audio', 'an audio file')],
  ['document', media('file', 'a file')],
  ['sticker', media('sticker', 'a sticker')],
  [
    'location',
    kind('a location', Location, (place) => [omitUndefined({ type: 'location' as const, ...place })]),
  ],
  ['contacts', { name: 'a contact', read: readContactCards }],
  [
    'button',
    kind('a tapped button', Button, ({ text, payload }) => [
      { type: 'choice-reply', payload: payload ?? text ?? '', title: text ?? null },
    ]),
  ],
  ['interactive', { name: 'an answer to an interactive message', read: readInteractive }],
  ['order', { name: 'an order', read: readOrder }],
]);

function kind<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  toParts: (content: z.infer<Schema>) => readonly Part[],
): ContentKind {
  return {
    name,
    read(value) {
      const content = schema.safeParse(value);
      return content.success ? toParts(content.data) : null;
    },
  };
}

function media(mediaKind: MediaKind, name: string): ContentKind {
  return kind(name, Media, ({ id, mime_type, caption, filename, voice }) => [
    omitUndefined({
      type: 'media' as const,
      kind: mediaKind === 'audio' && voice === true ? 'voice' : mediaKind,
      source: { from: 'platform' as const, reference: id },
      caption,
      fileName: filename,
      mimeType: mime_type,
    }),
  ]);
}

export function unsupported(label: string): UnsupportedPart {
  return { type: 'unsupported', label };
}
