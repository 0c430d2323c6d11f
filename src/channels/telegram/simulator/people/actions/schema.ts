import { z } from 'zod';
import type { MediaKind } from '../../files/media-content.ts';

const MEDIA_KINDS = [
  'photo',
  'video',
  'audio',
  'voice',
  'video_note',
  'animation',
  'document',
  'sticker',
  'live_photo',
] as const satisfies readonly MediaKind[];

/** Where a person acts. Without any of these: in their private chat with the only bot there is. */
const place = {
  bot: z.string().optional().describe('User name or id of the bot; needed when there are several.'),
  chat: z.int().optional().describe('Id of a group, supergroup or channel.'),
  business: z
    .string()
    .optional()
    .describe('Id of a business connection: the chat with the owner of that account.'),
  chatWith: z
    .int()
    .optional()
    .describe("The owner acting in their business chats: whose chat it is, by the customer's id."),
};

const replying = {
  replyTo: z.int().optional().describe('Id of the message that is replied to.'),
  quote: z.string().optional().describe('The part of it that is quoted.'),
};

/** Fields that the message shall carry besides: those that the simulator does not know, or wrong ones on purpose. */
const extra = { extra: z.record(z.string(), z.unknown()).default({}) };

/** A file: its bytes, or in JSON their base64. Without bytes a small sample of the kind. */
const file = {
  bytes: z
    .union([
      z.custom<Uint8Array>((value) => value instanceof Uint8Array),
      z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
    ])
    .optional(),
  fileName: z.string().optional(),
  mimeType: z.string().optional(),
  caption: z.string().default(''),
  duration: z.int().nonnegative().optional(),
};

const point = { latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) };

const albumItem = z.strictObject({ media: z.enum(MEDIA_KINDS), ...file });

/** Everything that a simulated person can do, as plain data. */
export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('start'), payload: z.string().default(''), ...place }),
  z.strictObject({ do: z.literal('write'), text: z.string(), ...replying, ...extra, ...place }),
  z.strictObject({
    do: z.literal('send'),
    media: z.enum(MEDIA_KINDS),
    ...file,
    ...replying,
    ...extra,
    ...place,
  }),
  z.strictObject({ do: z.literal('sendAlbum'), items: z.array(albumItem).min(2).max(10), ...place }),
  z.strictObject({
    do: z.literal('sendLocation'),
    ...point,
    livePeriod: z.int().positive().optional(),
    ...place,
  }),
  z.strictObject({ do: z.literal('moveLocation'), messageId: z.int(), ...point, ...place }),
  z.strictObject({ do: z.literal('sendVenue'), ...point, title: z.string(), address: z.string(), ...place }),
  z.strictObject({
    do: z.literal('sendContact'),
    phoneNumber: z.string(),
    firstName: z.string(),
    lastName: z.string().optional(),
    vcard: z.string().optional(),
    ...place,
  }),
  z.strictObject({ do: z.literal('shareContact'), ...place }).describe("Shares the person's own number."),
  z.strictObject({ do: z.literal('sendDice'), emoji: z.string().default('🎲'), ...place }),
  z.strictObject({
    do: z.literal('sendPoll'),
    question: z.string(),
    options: z.array(z.string()).min(2),
    ...place,
  }),
  z.strictObject({ do: z.literal('forward'), text: z.string(), from: z.string(), ...place }),
  z.strictObject({ do: z.literal('edit'), messageId: z.int(), text: z.string(), ...place }),
  z.strictObject({ do: z.literal('delete'), messageIds: z.array(z.int()).min(1), ...place }),
  z
    .strictObject({ do: z.literal('react'), messageId: z.int(), emojis: z.array(z.string()), ...place })
    .describe('The complete set of reactions; empty takes all back.'),
  z
    .strictObject({
      do: z.literal('tap'),
      label: z.string().optional(),
      data: z.string().optional(),
      messageId: z.int().optional(),
      ...place,
    })
    .describe('Taps a button by its label; with `data` instead, sends that as an old or hostile app would.'),
  z.strictObject({
    do: z.literal('vote'),
    messageId: z.int(),
    options: z.array(z.int().nonnegative()),
    ...place,
  }),
  z.strictObject({ do: z.literal('block'), ...place }),
  z.strictObject({ do: z.literal('unblock'), ...place }),
  z.strictObject({ do: z.literal('deleteAccount') }),
  z.strictObject({ do: z.literal('refuseVoice') }).describe('Sets their account to take no voice messages.'),
  z
    .strictObject({ do: z.literal('setPicture'), isShown: z.boolean().default(true) })
    .describe('Shows a picture of themselves, or none any more.'),
  z
    .strictObject({ do: z.literal('fillIn'), label: z.string(), data: z.string(), ...place })
    .describe('Opens the Mini App behind a button of the keyboard, and lets it send `data` to the bot.'),
  z
    .strictObject({ do: z.literal('allowWriting'), ...place })
    .describe('Lets the bot write, from a Mini App.'),
  z.strictObject({ do: z.literal('join'), ...place }),
  z.strictObject({ do: z.literal('leave'), ...place }),
  z.strictObject({ do: z.literal('askToJoin'), ...place }),
  z
    .strictObject({
      do: z.literal('setBotStatus'),
      status: z.enum(['administrator', 'member', 'restricted', 'left', 'kicked']),
      ...place,
    })
    .describe('Brings a bot into a group or channel, changes what it is there, or throws it out.'),
  z.strictObject({ do: z.literal('rename'), title: z.string(), ...place }),
  z.strictObject({ do: z.literal('migrate'), ...place }).describe('Makes a supergroup of a group.'),
  z.strictObject({ do: z.literal('deleteGroup'), ...place }),
  z.strictObject({ do: z.literal('openTopic'), name: z.string(), ...place }),
  z.strictObject({ do: z.literal('closeTopic'), topic: z.int(), ...place }),
  z
    .strictObject({
      do: z.literal('connectBusiness'),
      isEnabled: z.boolean().default(true),
      canReply: z.boolean().default(true),
      bot: place.bot,
    })
    .describe('The owner of a business account lets a bot look after their chats, or changes that.'),
  z
    .strictObject({
      do: z.literal('cause'),
      kind: z.string().regex(/^[a-z_]+$/u),
      payload: z.unknown().optional(),
      ...place,
    })
    .describe('Any update at all: with a payload, or for known kinds with a plausible one.'),
]);

/** As a caller writes it, and with everything filled in. */
export type ActionInput = z.input<typeof actionSchema>;
export type Action = z.output<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { readonly do: Name }>;
