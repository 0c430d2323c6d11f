import * as z from 'zod';
import { parseLosslessJson } from '../shared/lossless-json.ts';

/**
 * Viber's JSON, as far as we read it. The model is open: fields that are not named here are passed over. What an
 * event can not do without is required; everything else that is absent, null or of a wrong type reads as
 * undefined, so that one odd field never costs a message.
 */
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const Id = z.string().min(1);

/** 64 bits unsigned, beyond what a JavaScript number holds: always a decimal string here. Some send it quoted. */
const Token = z.union([z.string().regex(/^\d{1,20}$/u), z.int().nonnegative().transform(String)]);

/** The last millisecond of the year 9999: beyond, a number is no date but a mistake. */
const LATEST_MS = 253_402_300_799_999;

/** Milliseconds. */
const Time = optional(
  z.coerce
    .number()
    .gt(0)
    .max(LATEST_MS)
    .transform((ms) => new Date(ms)),
);

/** A whole number that some write as a string. */
const Count = optional(
  z.union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ]),
);

const Degrees = (max: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^[+-]?\d+(?:\.\d*)?$/u)
        .transform(Number),
    ])
    .refine((degrees) => Math.abs(degrees) <= max);

export const User = z.object({
  id: Id,
  name: optional(z.string()),
  avatar: optional(z.string()),
  country: optional(z.string()),
  language: optional(z.string()),
  /** Of the app that they use just now. */
  api_version: optional(z.int().positive().max(9999)),
});
export type User = z.infer<typeof User>;

/** What every event has. */
export const Envelope = z.object({ event: Id, timestamp: Time, message_token: optional(Token) });
export type Envelope = z.infer<typeof Envelope>;

export const Content = z.object({
  type: Id,
  text: optional(z.string()),
  media: optional(Id),
  file_name: optional(Id),
  /** The documents' name of it, and the one that software sends. */
  file_size: Count,
  size: Count,
  /** Seconds. */
  duration: optional(z.number().nonnegative()),
  sticker_id: optional(z.union([z.string().regex(/^\d{1,15}$/u), z.int().nonnegative().transform(String)])),
  contact: optional(z.object({ name: optional(z.string()), phone_number: optional(z.string()) })),
  location: optional(z.object({ lat: Degrees(90), lon: Degrees(180) })),
  tracking_data: optional(z.string()),
  chat_id: optional(Id),
});
export type Content = z.infer<typeof Content>;

export const MessageEvent = Envelope.extend({
  sender: User,
  message: Content,
  silent: optional(z.boolean()),
  /** A group that the bot was added to; undocumented, seen there and within the message. */
  chat_id: optional(Id),
});

export const UserEvent = Envelope.extend({ user: User });

export const ConversationStarted = UserEvent.extend({
  type: optional(Id),
  context: optional(z.string()),
  subscribed: optional(z.boolean()),
});

export const Unsubscribed = Envelope.extend({ user_id: Id });

export const Receipt = Envelope.extend({ message_token: Token, user_id: Id, desc: optional(z.string()) });

/** What every call answers; `status` 0 means yes, whatever the HTTP status says. */
export const Reply = z.looseObject({
  status: z.int(),
  status_message: optional(z.string()),
  message_token: optional(Token),
  billing_status: optional(z.union([z.number(), z.string()])),
});
export type Reply = z.infer<typeof Reply>;

export const AccountInfo = Reply.extend({
  id: Id,
  name: optional(z.string()),
  uri: optional(Id),
  webhook: optional(z.string()),
  subscribers_count: Count,
});
export type AccountInfo = z.infer<typeof AccountInfo>;

export const UserDetails = Reply.extend({ user: User });

/** An entry that can not be read says nothing about anybody. */
export const OnlineReply = Reply.extend({
  users: z.array(z.object({ id: Id, online_status: z.int().catch(-1), last_online: Time })),
});

/** Strict about who failed: an entry passed over would count as a success. */
export const BroadcastReply = Reply.extend({
  failed_list: z
    .array(z.object({ receiver: Id, status: z.int(), status_message: optional(z.string()) }))
    .nullish(),
});

/** Undefined for what is no JSON. Whole numbers that JavaScript can not hold come out as decimal strings. */
export function readJson(text: string): unknown {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}

/** Whether a body's event is this one. It is asked of every body, so most are turned away unread. */
export function isEvent(body: Uint8Array, name: string): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!bytes.includes(`"${name}"`)) return false;
  const envelope = Envelope.safeParse(readJson(bytes.toString('utf8')));
  return envelope.success && envelope.data.event === name;
}
