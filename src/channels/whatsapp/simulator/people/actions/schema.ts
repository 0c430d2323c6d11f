import { z } from 'zod';

const MEDIA_KINDS = ['photo', 'video', 'audio', 'voice', 'document', 'sticker'] as const;

/** With whom. */
const place = {
  number: z
    .string()
    .optional()
    .describe('Phone number or phone number id of the business; needed when there are several.'),
};

/** What may be said about any message. */
const around = {
  ...place,
  replyTo: z.string().optional().describe('Id of the message that is replied to.'),
  referral: z.record(z.string(), z.unknown()).optional().describe('How they came: the ad that they tapped.'),
  extra: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Fields that the message shall carry besides: unknown ones, or wrong ones on purpose.'),
};

const point = { latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) };

/** Everything that a simulated person can do, as plain data. */
export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('write'), text: z.string(), ...around }),
  z
    .strictObject({
      do: z.literal('send'),
      media: z.enum(MEDIA_KINDS),
      bytes: z
        .union([
          z.custom<Uint8Array>((value) => value instanceof Uint8Array),
          z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
        ])
        .optional()
        .describe('In JSON their base64; without, a small sample of the kind.'),
      fileName: z.string().optional(),
      mimeType: z.string().optional(),
      caption: z.string().default(''),
      ...around,
    })
    .describe('Sends a file.'),
  z.strictObject({
    do: z.literal('sendLocation'),
    ...point,
    name: z.string().optional(),
    address: z.string().optional(),
    ...around,
  }),
  z.strictObject({ do: z.literal('sendContact'), name: z.string(), phone: z.string(), ...around }),
  z
    .strictObject({
      do: z.literal('tap'),
      label: z.string(),
      messageId: z.string().optional(),
      ...place,
    })
    .describe('Taps a button, a row or a wish to share, by its label, in the newest message that has it.'),
  z
    .strictObject({
      do: z.literal('fillIn'),
      label: z.string(),
      values: z.record(z.string(), z.unknown()),
      ...place,
    })
    .describe('Opens a form by its button and sends what they filled in.'),
  z
    .strictObject({ do: z.literal('react'), messageId: z.string(), emoji: z.string(), ...place })
    .describe('Shows an emoji on a message; an empty one takes it back.'),
  z.strictObject({ do: z.literal('read'), ...place }).describe('Reads everything that has arrived.'),
  z.strictObject({
    do: z.literal('order'),
    items: z
      .array(
        z.strictObject({
          product: z.string(),
          quantity: z.int().positive().default(1),
          price: z.number().nonnegative().default(1),
          currency: z.string().default('EUR'),
        }),
      )
      .min(1),
    catalog: z.string().default('301774488'),
    text: z.string().default(''),
    ...around,
  }),
  z.strictObject({ do: z.literal('edit'), messageId: z.string(), text: z.string(), ...place }),
  z.strictObject({ do: z.literal('delete'), messageId: z.string(), ...place }),
  z.strictObject({ do: z.literal('call'), ...place }).describe('Rings; the business does not answer.'),
  z.strictObject({ do: z.literal('openChat'), ...place }).describe('Opens the chat for the first time.'),
  z
    .strictObject({ do: z.literal('changeNumber'), phone: z.string().regex(/^\d{5,20}$/u) })
    .describe('Moves to another number: every business hears of it, and of the new id.'),
  z
    .strictObject({ do: z.literal('setMarketing'), value: z.enum(['stop', 'resume']), ...place })
    .describe('Stops marketing from a business in its menu, or takes it again.'),
  z
    .strictObject({ do: z.literal('getEnough') })
    .describe('Gets so much marketing of all businesses together that none gets through for a day.'),
  z.strictObject({ do: z.literal('goOffline') }).describe('The phone loses its network.'),
  z.strictObject({ do: z.literal('goOnline') }).describe('What was held arrives.'),
  z
    .strictObject({
      do: z.literal('cause'),
      type: z.string().min(1),
      content: z.unknown().optional(),
      ...around,
    })
    .describe('Any message at all: its `type`, and what stands under the field of that name.'),
]);

/** As a caller writes it, and with everything filled in. */
export type ActionInput = z.input<typeof actionSchema>;
export type Action = z.output<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { readonly do: Name }>;
