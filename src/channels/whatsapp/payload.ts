import * as z from 'zod';

/**
 * WhatsApp's JSON, as far as more than one file reads it. The model is open: fields that are not named here are
 * passed over, new ones come every few weeks. What an item can not do without is required; everything else that is
 * absent, null or of the wrong type reads as undefined, so that one odd field never costs a message.
 */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** Text that says something. */
export const Word = z.string().min(1);

/** Ids are strings in most places and numbers in some; beyond 2^53 they were read as strings of their digits. */
export const Id = z.union([Word, z.int().transform(String)]);

/** The end of the year 9999: beyond, a number is no date but a mistake. */
const LATEST = 253_402_300_799;

/** Unix seconds, as a string on messages and statuses and as a number elsewhere; 0 and below are no moments. */
export const Time = optional(
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/u)
        .transform(Number),
    ])
    .pipe(
      z
        .number()
        .gt(0)
        .max(LATEST)
        .transform((seconds) => new Date(seconds * 1000)),
    ),
);

/** A list whose members are read one by one, so that a bad one costs only itself; absent or no list: empty. */
export const Items = z.array(z.unknown()).catch([]);

/** An object that a reader of its own looks into. */
export const Fields = z.record(z.string(), z.unknown());
export type Fields = z.infer<typeof Fields>;

export const Body = z.object({ object: Word, entry: z.array(z.unknown()) });
export const Entry = z.object({ id: optional(Id), time: Time, changes: z.array(z.unknown()) });
export const Change = z.object({ field: Word, value: Fields });

export const Metadata = optional(
  z.object({ phone_number_id: optional(Id), display_phone_number: optional(Word) }),
);

/** `identity_key_hash` is not read: it comes only where the identity check is switched on, which we do not. */
export const Contact = z.object({
  profile: optional(z.object({ name: optional(Word), username: optional(Word) })),
  wa_id: optional(Id),
  user_id: optional(Id),
  parent_user_id: optional(Id),
  country_code: optional(z.string().regex(/^[A-Z]{2}$/u)),
});
export type Contact = z.infer<typeof Contact>;

/** Logic builds on `code` and `details`; titles change. */
export const WireError = z.object({
  code: z.int(),
  title: optional(Word),
  message: optional(Word),
  error_data: optional(z.object({ details: optional(Word) })),
});
export type WireError = z.infer<typeof WireError>;

export const WireErrors = optional(
  z
    .array(z.unknown())
    .transform((errors) =>
      errors.map((error) => WireError.safeParse(error)).flatMap(({ data }) => data ?? []),
    ),
);

/** `recipient` of echoes; whom a message is from otherwise. */
export const MessageContext = optional(
  z.object({
    id: optional(Word),
    forwarded: optional(z.boolean()),
    frequently_forwarded: optional(z.boolean()),
    referred_product: optional(z.object({ catalog_id: optional(Id), product_retailer_id: optional(Id) })),
  }),
);

/** What every item of `messages` has; its content stands in the field that `type` names. */
export const Message = z.object({
  id: Word,
  type: Word,
  timestamp: Time,
  from: optional(Id),
  from_user_id: optional(Id),
  from_parent_user_id: optional(Id),
  group_id: optional(Id),
  context: MessageContext,
  referral: optional(Fields),
  errors: WireErrors,
});
export type Message = z.infer<typeof Message>;

/** The most telling words of an error; never a customer's. */
export function wordsOf({ error_data, message, title }: WireError): string {
  return error_data?.details ?? message ?? title ?? '';
}
