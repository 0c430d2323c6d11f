import * as z from 'zod';
import type { ContactCard, Part, UnsupportedPart } from '../../core/model/part.ts';
import { displayName } from '../shared/display-name.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readFormatting } from './formatting.ts';
import { Photo, Sticker, toMediaPart, VideoNote, WireFile } from './parse-media.ts';
import { type Message, optional } from './payload.ts';
import { plainTextOf } from './rich-text.ts';

/** One kind of content: the field that holds it, what to call it, and its parts; null: malformed. */
export interface ContentKind<Field extends string = string> {
  readonly field: Field;
  readonly name: string;
  readonly read: (value: unknown, message: Message, fields: RawMessage) => readonly Part[] | null;
}

export type RawMessage = Readonly<Record<string, unknown>>;

const Text = z.string();
const RichMessage = z.object({ blocks: z.array(z.unknown()) });
const Location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  live_period: optional(z.number()),
});
const Venue = z.object({ location: Location, title: z.string(), address: z.string() });
const Contact = z.object({
  phone_number: z.string(),
  first_name: optional(z.string()),
  last_name: optional(z.string()),
  user_id: optional(z.int()),
  vcard: optional(z.string()),
});
const Poll = z.object({
  question: z.string(),
  options: z.array(z.object({ text: z.string() })),
  allows_multiple_answers: optional(z.boolean()),
});
const Dice = z.object({ emoji: z.string(), value: z.int() });
const WebAppData = z.object({ data: z.string(), button_text: optional(z.string()) });

/**
 * A message has one main content, but some kinds repeat it in the field of an older one (an animation is also a
 * `document`, a venue also a `location`, a live photo also a `photo`): the first field of this list that is there
 * is the content.
 */
export const CONTENT_KINDS = [
  kind('text', 'a text', Text, (text, _message, fields) => [
    omitUndefined({ type: 'text' as const, text, formatting: readFormatting(text, fields.entities) }),
  ]),
  kind('rich_message', 'a rich message', RichMessage, ({ blocks }) => {
    const text = plainTextOf(blocks);
    if (text === '') return [unsupported('a rich message')];
    return [{ type: 'text', text }, unsupported('a rich message, shown here as plain text')];
  }),
  kind('animation', 'an animation', WireFile, (file, message) => [toMediaPart('animation', file, message)]),
  kind('live_photo', 'a live photo', WireFile, (file, message) => [toMediaPart('video', file, message)]),
  kind('photo', 'a photo', Photo, (file, message) => [toMediaPart('image', file, message)]),
  kind('video', 'a video', WireFile, (file, message) => [toMediaPart('video', file, message)]),
  kind('video_note', 'a video message', VideoNote, (file, message) => [
    toMediaPart('video-note', file, message),
  ]),
  kind('voice', 'a voice message', WireFile, (file, message) => [toMediaPart('voice', file, message)]),
  kind('audio', 'an audio file', WireFile, (file, message) => [toMediaPart('audio', file, message)]),
  kind('sticker', 'a sticker', Sticker, (file, message) => [toMediaPart('sticker', file, message)]),
  kind('document', 'a file', WireFile, (file, message) => [toMediaPart('file', file, message)]),
  kind('venue', 'a venue', Venue, ({ location: { latitude, longitude }, title, address }) => [
    { type: 'location', latitude, longitude, name: title, address },
  ]),
  kind('location', 'a location', Location, ({ latitude, longitude, live_period }) => [
    omitUndefined({
      type: 'location' as const,
      latitude,
      longitude,
      isLive: live_period === undefined ? undefined : true,
    }),
  ]),
  kind('contact', 'a contact', Contact, (contact, message) => [
    { type: 'contact-card', contacts: [toCard(contact, message)] },
  ]),
  kind('poll', 'a poll', Poll, ({ question, options, allows_multiple_answers }) => [
    omitUndefined({
      type: 'poll' as const,
      question,
      options: options.map((option) => option.text),
      allowsMultipleAnswers: allows_multiple_answers,
    }),
  ]),
  kind('dice', 'a dice', Dice, ({ emoji, value }) => [{ type: 'dice', emoji, value }]),
  kind('web_app_data', 'a form', WebAppData, ({ data, button_text }) => [
    { type: 'form-reply', name: button_text ?? null, values: { data } },
  ]),
  onlyNamed('paid_media', 'paid media'),
  onlyNamed('story', 'a story'),
  onlyNamed('game', 'a game'),
  onlyNamed('invoice', 'an invoice'),
  onlyNamed('checklist', 'a checklist'),
  onlyNamed('giveaway', 'a giveaway'),
  onlyNamed('giveaway_created', 'a giveaway'),
  onlyNamed('giveaway_winners', 'the winners of a giveaway'),
  onlyNamed('giveaway_completed', 'the end of a giveaway'),
  onlyNamed('users_shared', 'shared users'),
  onlyNamed('chat_shared', 'a shared chat'),
] as const satisfies readonly ContentKind[];

export type ContentField = (typeof CONTENT_KINDS)[number]['field'];

function kind<const Field extends string, Schema extends z.ZodType>(
  field: Field,
  name: string,
  schema: Schema,
  toParts: (content: z.infer<Schema>, message: Message, fields: RawMessage) => readonly Part[],
): ContentKind<Field> {
  return {
    field,
    name,
    read(value, message, fields) {
      const content = schema.safeParse(value);
      return content.success ? toParts(content.data, message, fields) : null;
    },
  };
}

function onlyNamed<const Field extends string>(field: Field, name: string): ContentKind<Field> {
  return { field, name, read: () => [unsupported(name)] };
}

export function unsupported(name: string): UnsupportedPart {
  return { type: 'unsupported', label: name };
}

function toCard(contact: z.infer<typeof Contact>, message: Message): ContactCard {
  const { phone_number, first_name, last_name, user_id, vcard } = contact;
  return omitUndefined({
    name: displayName(first_name, last_name) ?? phone_number,
    firstName: first_name,
    lastName: last_name,
    phones: [phone_number],
    emails: [],
    vcard,
    isSender: user_id === undefined ? undefined : user_id === message.from?.id,
  });
}
