import { z } from 'zod';

const place = { bot: z.string().optional().describe('Uri or id of the bot; needed when there are several.') };

/** Fields that the message shall carry besides: those that the simulator does not know, or wrong ones on purpose. */
const extra = { extra: z.record(z.string(), z.unknown()).default({}) };

/** Everything that a simulated person can do, as plain data. */
export const actionSchema = z.discriminatedUnion('do', [
  z
    .strictObject({ do: z.literal('open'), context: z.string().optional(), ...place })
    .describe('Opens the chat, by a link that brings `context` or by themselves. This subscribes nobody.'),
  z.strictObject({ do: z.literal('subscribe'), ...place }),
  z.strictObject({ do: z.literal('write'), text: z.string(), ...extra, ...place }),
  z
    .strictObject({
      do: z.literal('send'),
      media: z.enum(['picture', 'video', 'file']),
      bytes: z
        .union([
          z.custom<Uint8Array>((value) => value instanceof Uint8Array),
          z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
        ])
        .optional(),
      fileName: z.string().optional(),
      mimeType: z.string().optional(),
      text: z.string().optional(),
      duration: z.int().nonnegative().optional(),
      ...extra,
      ...place,
    })
    .describe('A file: its bytes, or in JSON their base64. Without bytes a small sample of the kind.'),
  z.strictObject({ do: z.literal('sendSticker'), stickerId: z.int().positive().default(40126), ...place }),
  z.strictObject({
    do: z.literal('sendContact'),
    name: z.string(),
    phoneNumber: z.string(),
    ...place,
  }),
  z.strictObject({
    do: z.literal('sendLocation'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    ...place,
  }),
  z.strictObject({ do: z.literal('sendUrl'), url: z.string(), ...place }),
  z
    .strictObject({ do: z.literal('tap'), label: z.string(), ...place })
    .describe('Taps a button of the keyboard, or of the newest message that has it.'),
  z.strictObject({ do: z.literal('see'), ...place }).describe('Looks at everything that came.'),
  z
    .strictObject({
      do: z.literal('fail'),
      token: z.string().regex(/^\d{1,20}$/u),
      reason: z.string().default('The app could not show the message.'),
      ...place,
    })
    .describe('The app reports that it could not show that message.'),
  z.strictObject({ do: z.literal('unsubscribe'), ...place }),
  z
    .strictObject({ do: z.literal('hideProfile'), ...place })
    .describe('Turns content personalization off: bots get a placeholder for a name.'),
  z.strictObject({ do: z.literal('goOffline'), ...place }).describe('What is sent waits.'),
  z.strictObject({ do: z.literal('goOnline'), ...place }),
  z.strictObject({ do: z.literal('leave'), ...place }).describe('Leaves Viber for good.'),
  z
    .strictObject({ do: z.literal('cause'), payload: z.record(z.string(), z.unknown()), ...place })
    .describe('Any callback at all, signed like a real one. `message_token` and `timestamp` are added.'),
]);

/** As a caller writes it, and with everything filled in. */
export type ActionInput = z.input<typeof actionSchema>;
export type Action = z.output<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { readonly do: Name }>;
