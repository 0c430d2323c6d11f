import { z } from 'zod';

/** At which Page; without it, the only one that there is. */
const place = { page: z.string().optional().describe('Id of the Page; needed when there are several.') };

/** Everything that a simulated person can do, as plain data. */
export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('write'), text: z.string(), replyTo: z.string().optional(), ...place }),
  z.strictObject({
    do: z.literal('send'),
    media: z.enum(['image', 'audio', 'video', 'file', 'sticker']),
    bytes: z
      .union([
        z.custom<Uint8Array>((value) => value instanceof Uint8Array),
        z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
      ])
      .optional()
      .describe('Without: a small sample of the kind. In JSON as base64.'),
    fileName: z.string().optional(),
    mimeType: z.string().optional(),
    text: z.string().optional(),
    ...place,
  }),
  z
    .strictObject({ do: z.literal('tap'), label: z.string(), ...place })
    .describe('Taps the button with this label in the newest message that has it.'),
  z
    .strictObject({ do: z.literal('getStarted'), ref: z.string().optional(), ...place })
    .describe('Taps Get Started, having come by a link with a reference.'),
  z
    .strictObject({ do: z.literal('followLink'), ref: z.string(), ...place })
    .describe('Follows a link with a reference to a conversation that is there.'),
  z.strictObject({ do: z.literal('edit'), mid: z.string(), text: z.string(), ...place }),
  z
    .strictObject({ do: z.literal('react'), mid: z.string(), emoji: z.string().nullable(), ...place })
    .describe('Null takes the reaction back.'),
  z.strictObject({ do: z.literal('read'), ...place }).describe('Reads everything up to now.'),
  z.strictObject({ do: z.literal('block'), ...place }),
  z.strictObject({ do: z.literal('unblock'), ...place }),
  z
    .strictObject({
      do: z.literal('cause'),
      kind: z.string().regex(/^[a-z_]+$/u),
      payload: z.unknown(),
      ...place,
    })
    .describe('Any event at all, by its key and what it holds.'),
]);

/** As a caller writes it, and with everything filled in. */
export type ActionInput = z.input<typeof actionSchema>;
export type Action = z.output<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { readonly do: Name }>;
