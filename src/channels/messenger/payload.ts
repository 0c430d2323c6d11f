import * as z from 'zod';

/**
 * Messenger's JSON, as far as more than one file reads it. The model is open: fields that are not named here are
 * passed over. What an event can not do without is required; everything else that is absent, null or of the wrong
 * type reads as undefined, so that one odd field never costs a message.
 */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** Text that says something. */
export const Word = z.string().min(1);

/** Ids are strings in most places and numbers in some; beyond 2^53 they were read as strings of their digits. */
export const Id = z.union([Word, z.int().transform(String)]);

/** The end of the year 9999: beyond, a number is no date but a mistake. */
const LATEST_MS = 253_402_300_799_000;
/** In milliseconds a day of 1973: what is smaller was written in seconds, as some older events are. */
const SMALLEST_MS = 100_000_000_000;

/** Unix milliseconds, as a number or a string; 0 and below are no moments. */
export const Time = optional(
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,18}$/u)
        .transform(Number),
    ])
    .transform((time) => (time < SMALLEST_MS ? time * 1000 : time))
    .pipe(
      z
        .number()
        .gt(0)
        .max(LATEST_MS)
        .transform((ms) => new Date(ms)),
    ),
);

/** A list whose members are read one by one, so that a bad one costs only itself; absent or no list: empty. */
export const Items = z.array(z.unknown()).catch([]);

/** An object that a reader of its own looks into. */
export const Fields = z.record(z.string(), z.unknown());
export type Fields = z.infer<typeof Fields>;

export const Body = z.object({ object: Word, entry: z.array(z.unknown()) });

/** Of one Page. Each list may be absent. */
export const Entry = z.object({
  id: optional(Id),
  time: Time,
  messaging: Items,
  standby: Items,
  changes: Items,
});

export const Change = z.object({ field: Word, value: z.unknown() });

/** One side of a conversation: a person, the Page, or somebody who ticked a box on a website and has not written. */
const Side = optional(z.object({ id: optional(Id), user_ref: optional(Id) }));
export type Side = z.infer<typeof Side>;

/** What every event of `messaging` and `standby` has, beside the one key that says what it is. */
export const Envelope = z.object({
  sender: Side,
  recipient: Side,
  timestamp: Time,
  prior_message: optional(z.object({ source: optional(Word), identifier: optional(Id) })),
});
export type Envelope = z.infer<typeof Envelope>;

export const Referral = z.object({
  ref: optional(z.string()),
  source: optional(Word),
  type: optional(Word),
  ad_id: optional(Id),
  referer_uri: optional(Word),
  ads_context_data: optional(Fields),
  product: optional(z.object({ id: optional(Id) })),
});
export type Referral = z.infer<typeof Referral>;
