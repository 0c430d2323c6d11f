import * as z from 'zod';

/**
 * What Viber takes, written down from its documents alone: shares nothing with the adapter, so that a mistake
 * would have to be made twice. Unknown fields are refused, because Viber's answer to them is not documented.
 */
const chars = (max: number) => z.string().max(max);
const PublicUrl = z.url({ protocol: /^https$/u });
const Bytes = z.int().positive();

/** No tags but these, and no sign that could begin one. */
const ButtonHtml = chars(250).regex(
  /^(?:[^<>&]|&(?:amp|lt|gt);|<\/?(?:b|i|u)>|<br>|<font color='#[0-9a-fA-F]{6}'>|<\/font>)*$/u,
);

const buttonLook = {
  Columns: z.int().min(1).max(6).optional(),
  Rows: z.int().min(1).max(2).optional(),
  Text: ButtonHtml.optional(),
  TextSize: z.enum(['small', 'regular', 'large']).optional(),
  Image: PublicUrl.optional(),
  BgColor: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/u)
    .optional(),
  Silent: z.boolean().optional(),
};

const Button = z.union([
  z.strictObject({ ...buttonLook, ActionType: z.literal('reply').optional(), ActionBody: chars(250).min(1) }),
  z.strictObject({ ...buttonLook, ActionType: z.literal('open-url'), ActionBody: z.url().max(250) }),
  z.strictObject({
    ...buttonLook,
    ActionType: z.enum(['location-picker', 'share-phone']),
    ActionBody: chars(250).optional(),
  }),
  z.strictObject({ ...buttonLook, ActionType: z.literal('none') }),
]);
type Button = z.infer<typeof Button>;

/** Buttons flow into rows of six columns, as words into lines. */
function rowsOf(buttons: readonly Button[]): number {
  let rows = 0;
  let columns = 6;
  for (const { Columns = 6, Rows = 1 } of buttons) {
    columns += Columns;
    if (columns <= 6) continue;
    rows += Rows;
    columns = Columns;
  }
  return rows;
}

const Keyboard = z.strictObject({
  Type: z.literal('keyboard'),
  DefaultHeight: z.boolean().optional(),
  CustomDefaultHeight: z.int().min(40).max(70).optional(),
  InputFieldState: z.enum(['regular', 'minimized', 'hidden']).optional(),
  BgColor: z.string().optional(),
  Buttons: z
    .array(Button)
    .min(1)
    .refine((buttons) => rowsOf(buttons) <= 12, 'at most 12 rows'),
});

const RichMedia = z
  .strictObject({
    Type: z.literal('rich_media'),
    ButtonsGroupColumns: z.int().min(1).max(6),
    ButtonsGroupRows: z.int().min(1).max(7),
    BgColor: z.string().optional(),
    Buttons: z.array(Button).min(1),
  })
  .refine(
    ({ Buttons, ButtonsGroupColumns, ButtonsGroupRows }) =>
      Buttons.length <= 6 * ButtonsGroupColumns * ButtonsGroupRows,
    'more buttons than a carousel holds',
  )
  .refine(
    ({ Buttons, ButtonsGroupRows }) =>
      rowsOf(Buttons) % ButtonsGroupRows === 0 && rowsOf(Buttons) / ButtonsGroupRows <= 6,
    'six whole groups at most',
  );

const REFUSED_FILES = /\.(?:exe|bat|js|vbs|jar|apk)$/iu;

const common = {
  sender: z.strictObject({ name: chars(28).min(1), avatar: PublicUrl.optional() }),
  tracking_data: chars(4000).optional(),
  min_api_version: z.int().min(1).max(7).optional(),
  keyboard: Keyboard.optional(),
};

const kinds = [
  z.strictObject({ ...common, type: z.literal('text'), text: chars(7000).regex(/\S/u) }),
  z.strictObject({
    ...common,
    type: z.literal('picture'),
    text: chars(512),
    media: PublicUrl.refine((url) => /\.(?:jpe?g|png|gif)$/iu.test(new URL(url).pathname)),
    thumbnail: PublicUrl.optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('video'),
    media: PublicUrl,
    size: Bytes.max(26_000_000),
    duration: z.int().min(0).max(180).optional(),
    thumbnail: PublicUrl.optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('file'),
    media: PublicUrl,
    size: Bytes.max(50_000_000),
    file_name: chars(256)
      .min(1)
      .refine((name) => !REFUSED_FILES.test(name)),
  }),
  z.strictObject({
    ...common,
    type: z.literal('contact'),
    contact: z.strictObject({ name: chars(28).min(1), phone_number: chars(18).min(1) }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('location'),
    location: z.strictObject({
      lat: z
        .string()
        .regex(/^-?\d+(?:\.\d+)?$/u)
        .refine((lat) => Math.abs(Number(lat)) <= 90),
      lon: z
        .string()
        .regex(/^-?\d+(?:\.\d+)?$/u)
        .refine((lon) => Math.abs(Number(lon)) <= 180),
    }),
  }),
  z.strictObject({ ...common, type: z.literal('url'), media: z.url().max(2000) }),
  z.strictObject({ ...common, type: z.literal('sticker'), sticker_id: z.int().positive() }),
  z.strictObject({
    ...common,
    type: z.literal('rich_media'),
    rich_media: RichMedia,
    alt_text: z.string().min(1),
    min_api_version: z.int().min(2).max(7),
  }),
] as const;

const within30kB = (body: unknown) => Buffer.byteLength(JSON.stringify(body)) <= 30_000;
const NEEDS_API_3 = /"ActionType":"(?:share-phone|location-picker)"/u;
const versionFits = (body: { min_api_version?: number | undefined }) =>
  !NEEDS_API_3.test(JSON.stringify(body)) || (body.min_api_version ?? 1) >= 3;

/** The answer to `conversation_started`: a message without receiver. */
export const Outgoing = z
  .discriminatedUnion('type', kinds)
  .refine(within30kB, 'at most 30 kB')
  .refine(versionFits, 'a button needs a newer min_api_version');

const addressed = <Address extends z.ZodRawShape>(address: Address) =>
  z
    .looseObject(address)
    .refine(within30kB, 'at most 30 kB')
    .transform((body) => Object.fromEntries(Object.entries(body).filter(([name]) => !(name in address))))
    .pipe(Outgoing);

export const SendMessage = addressed({ receiver: z.string().min(1) });
export const BroadcastMessage = addressed({
  broadcast_list: z
    .array(z.string().min(1))
    .min(1)
    .max(300)
    .refine((list) => new Set(list).size === list.length, 'each receiver once'),
});

export const SetWebhook = z.strictObject({
  url: z.union([z.literal(''), z.url()]),
  event_types: z
    .array(
      z.enum([
        'delivered',
        'seen',
        'failed',
        'subscribed',
        'unsubscribed',
        'conversation_started',
        'message',
      ]),
    )
    .optional(),
  send_name: z.boolean().optional(),
  send_photo: z.boolean().optional(),
});
