import { z } from 'zod';

const MEGABYTE = 1_000_000;
const MAX_KEYBOARD_ROWS = 12;
const GRID_COLUMNS = 6;
/** The documents name some of them; there is no complete list. */
const REFUSED_FILES = /\.(?:exe|bat|js|vbs|jar|apk)$/iu;

const text = (max: number) => z.string().max(max);
const address = z.string().refine((value) => URL.canParse(value), 'This is no address.');
const media = address.max(2000);
const size = z.int().positive();
/** Written as a number or as text. */
const degrees = (max: number) =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(?:\.\d+)?$/u)])
    .refine((value) => Math.abs(Number(value)) <= max, `At most ${max} degrees.`);

const buttonSchema = z
  .looseObject({
    Columns: z.int().min(1).max(GRID_COLUMNS).default(GRID_COLUMNS),
    Rows: z.int().min(1).max(2).default(1),
    ActionType: z.enum(['reply', 'open-url', 'location-picker', 'share-phone', 'none']).default('reply'),
    ActionBody: text(250).default(''),
    Text: text(250).optional(),
    Image: address.optional(),
    Silent: z.boolean().default(false),
  })
  .refine(
    ({ ActionType, ActionBody }) => ActionType !== 'reply' || ActionBody !== '',
    'A reply says nothing.',
  )
  .refine(
    ({ ActionType, ActionBody }) => ActionType !== 'open-url' || URL.canParse(ActionBody),
    'A link leads nowhere.',
  );
export type Button = z.output<typeof buttonSchema>;

const keyboardSchema = z.looseObject({
  Type: z.literal('keyboard'),
  Buttons: z
    .array(buttonSchema)
    .min(1)
    .refine((buttons) => rowsOf(buttons) <= MAX_KEYBOARD_ROWS, 'A keyboard has at most 12 rows.'),
});
export type Keyboard = z.output<typeof keyboardSchema>;

const richMediaSchema = z
  .looseObject({
    Type: z.literal('rich_media'),
    ButtonsGroupColumns: z.int().min(1).max(6).default(6),
    ButtonsGroupRows: z.int().min(1).max(7).default(7),
    Buttons: z.array(buttonSchema).min(1),
  })
  .refine(
    ({ Buttons, ButtonsGroupColumns, ButtonsGroupRows }) =>
      Buttons.length <= 6 * ButtonsGroupColumns * ButtonsGroupRows,
    'There are too many buttons.',
  );

const common = {
  sender: z.looseObject({ name: text(28).min(1), avatar: address.optional() }),
  tracking_data: text(4000).optional(),
  min_api_version: z.int().positive().default(1),
  keyboard: keyboardSchema.optional(),
};

/** Everything that a bot can say, without whom it says it to. */
export const messageSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...common, type: z.literal('text'), text: text(7000).min(1) }),
  z.looseObject({
    ...common,
    type: z.literal('picture'),
    text: text(512),
    media: media.refine((url) => /\.(?:jpe?g|png|gif)$/iu.test(new URL(url).pathname), 'No picture.'),
    thumbnail: address.optional(),
  }),
  z.looseObject({
    ...common,
    type: z.literal('video'),
    media,
    size: size.max(26 * MEGABYTE),
    duration: z.int().min(0).max(180).optional(),
    thumbnail: address.optional(),
  }),
  z.looseObject({
    ...common,
    type: z.literal('file'),
    media,
    size: size.max(50 * MEGABYTE),
    file_name: text(256)
      .min(1)
      .refine((name) => !REFUSED_FILES.test(name), 'Files of this kind are not taken.'),
  }),
  z.looseObject({
    ...common,
    type: z.literal('contact'),
    contact: z.looseObject({ name: text(28).min(1), phone_number: text(18).min(1) }),
  }),
  z.looseObject({
    ...common,
    type: z.literal('location'),
    location: z.looseObject({ lat: degrees(90), lon: degrees(180) }),
  }),
  z.looseObject({ ...common, type: z.literal('url'), media }),
  z.looseObject({ ...common, type: z.literal('sticker'), sticker_id: z.int().positive() }),
  z.looseObject({
    ...common,
    type: z.literal('rich_media'),
    rich_media: richMediaSchema,
    alt_text: z.string().optional(),
  }),
  // A keyboard with nothing above it: on the wire it has no type at all.
  z.looseObject({ ...common, type: z.literal('keyboard'), keyboard: keyboardSchema }),
]);
export type Message = z.output<typeof messageSchema>;

/** Buttons flow into rows of six columns, as words into lines. */
function rowsOf(buttons: readonly Button[]): number {
  let rows = 0;
  let used = GRID_COLUMNS;
  for (const { Columns, Rows } of buttons) {
    used += Columns;
    if (used <= GRID_COLUMNS) continue;
    rows += Rows;
    used = Columns;
  }
  return rows;
}

export function buttonsOf(message: Message): readonly Button[] {
  return [
    ...(message.type === 'rich_media' ? message.rich_media.Buttons : []),
    ...(message.keyboard?.Buttons ?? []),
  ];
}
