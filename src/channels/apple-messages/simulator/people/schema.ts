import { z } from 'zod';
import { CUSTOMER_FILES } from '../files/customer-files.ts';

/** Which thread; absent: the only business there is. */
const business = z.string().optional().describe('Name or id of the business; the first one when absent.');

/** Where the customer came from, as an entry point says it. */
const entryPoint = { intent: z.string().optional(), group: z.string().optional() };

const kinds = Object.keys(CUSTOMER_FILES) as [
  keyof typeof CUSTOMER_FILES,
  ...(keyof typeof CUSTOMER_FILES)[],
];

const answering = {
  isLarge: z
    .boolean()
    .default(false)
    .describe('Sends a reference in place of the answer, as devices do above 10 KB.'),
  copies: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('Sends the answer so often, each time under another id.'),
};

/** What a customer can do. */
export const actionSchema = z.discriminatedUnion('do', [
  z
    .strictObject({ do: z.literal('write'), text: z.string(), business, ...entryPoint })
    .describe('Writes a text.'),
  z
    .strictObject({
      do: z.literal('send'),
      files: z.array(z.enum(kinds)).min(1).max(20),
      text: z.string().default('').describe('Stands behind the files.'),
      business,
    })
    .describe('Sends files.'),
  z
    .strictObject({ do: z.literal('tap'), labels: z.array(z.string()).min(1), business, ...answering })
    .describe('Chooses in the newest quick reply, list or calendar that shows these labels.'),
  z
    .strictObject({ do: z.literal('fill'), values: z.record(z.string(), z.string()), business, ...answering })
    .describe('Fills in the newest form, by the identifiers of its pages.'),
  z
    .strictObject({ do: z.literal('useApp'), values: z.record(z.string(), z.string()), business })
    .describe('Answers in the app that was opened last.'),
  z
    .strictObject({ do: z.literal('signIn'), succeeds: z.boolean().default(true), business })
    .describe('Answers the newest request to sign in.'),
  z.strictObject({ do: z.literal('pay'), business }).describe('Pays what was asked for last.'),
  z
    .strictObject({
      do: z.literal('tapback'),
      sentence: z
        .string()
        .describe('As the device words it: `Liked`, `Reacted 🥳 to`, `Removed a like from`.'),
      business,
    })
    .describe('Puts a tapback on the newest message.'),
  z
    .strictObject({ do: z.literal('type'), isTyping: z.boolean().default(true), business })
    .describe('Begins to type, or clears what was typed.'),
  z.strictObject({ do: z.literal('close'), business }).describe('Deletes the conversation.'),
  z
    .strictObject({ do: z.literal('decline'), referenceId: z.string(), phone: z.string(), business })
    .describe('Declines an invitation that went to a phone number.'),
  z
    .strictObject({ do: z.literal('changeDevice'), features: z.array(z.string()) })
    .describe('Goes on with a device that shows this; said with the next message.'),
  z
    .strictObject({ do: z.literal('cause'), body: z.record(z.string(), z.unknown()), business })
    .describe('Sends any body; `v`, `id`, `sourceId` and `destinationId` are added where it has none.'),
]);
export type Action = z.output<typeof actionSchema>;
export type ActionInput = z.input<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { do: Name }>;
