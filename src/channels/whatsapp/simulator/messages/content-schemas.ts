import { z } from 'zod';
import { type GraphRefusal, invalidParameter, missingValue, wrongValue } from '../graph/answer.ts';
import { templateMessageSchema } from '../templates/fill-template.ts';

/** What may stand in a message of each type: `POST /{phone-number-id}/messages`. */

const words = (max: number) =>
  z
    .string()
    .max(max, `Must be at most ${max} characters long.`)
    .refine((text) => text.trim() !== '', 'Must not be empty.');

const file = (more: z.ZodRawShape = {}) =>
  z
    .strictObject({ id: z.string().min(1).optional(), link: z.url().optional(), ...more })
    .refine(({ id, link }) => (id === undefined) !== (link === undefined), 'Needs either an id or a link.');

const locationSchema = z.strictObject({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: z.string().max(1000).optional(),
  address: z.string().max(1000).optional(),
});

const nameSchema = z
  .looseObject({ formatted_name: words(1000) })
  .refine(
    (name) => ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix'].some((part) => part in name),
    'Needs one more part of the name.',
  );

const headerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: words(60) }),
  z.strictObject({ type: z.literal('image'), image: file() }),
  z.strictObject({ type: z.literal('video'), video: file() }),
  z.strictObject({ type: z.literal('document'), document: file({ filename: z.string().optional() }) }),
]);
const frame = {
  header: headerSchema.optional(),
  body: z.strictObject({ text: words(1024) }),
  footer: z.strictObject({ text: words(60) }).optional(),
};

const different = (texts: readonly string[]) => new Set(texts).size === texts.length;

const buttonsSchema = z
  .array(
    z.strictObject({ type: z.literal('reply'), reply: z.strictObject({ id: words(256), title: words(20) }) }),
  )
  .min(1)
  .max(3)
  .refine((buttons) => different(buttons.map(({ reply }) => reply.title)), 'Titles must be unique.')
  .refine((buttons) => different(buttons.map(({ reply }) => reply.id)), 'Ids must be unique.');

const sectionsSchema = z
  .array(
    z.strictObject({
      title: words(24).optional(),
      rows: z
        .array(z.strictObject({ id: words(200), title: words(24), description: words(72).optional() }))
        .min(1),
    }),
  )
  .min(1)
  .max(10)
  .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'At most 10 rows in all sections.')
  .refine(
    (sections) => different(sections.flatMap(({ rows }) => rows.map(({ id }) => id))),
    'Ids must be unique.',
  )
  .refine(
    (sections) => sections.length === 1 || sections.every(({ title }) => title !== undefined),
    'Of several sections each needs a title.',
  );

const interactiveSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('button'), ...frame, action: z.strictObject({ buttons: buttonsSchema }) }),
  z.strictObject({
    type: z.literal('list'),
    ...frame,
    header: z.strictObject({ type: z.literal('text'), text: words(60) }).optional(),
    action: z.strictObject({ button: words(20), sections: sectionsSchema }),
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    ...frame,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: words(20), url: z.url({ protocol: /^https?$/u }) }),
    }),
  }),
  z.strictObject({
    type: z.literal('flow'),
    ...frame,
    action: z.strictObject({
      name: z.literal('flow'),
      parameters: z.looseObject({
        flow_message_version: z.literal('3'),
        flow_id: z.string().optional(),
        flow_cta: words(30),
        flow_token: z.string().optional(),
      }),
    }),
  }),
  z.strictObject({
    type: z.literal('location_request_message'),
    body: frame.body,
    action: z.strictObject({ name: z.literal('send_location') }),
  }),
  z.strictObject({
    type: z.literal('contact_request'),
    body: frame.body,
    action: z.strictObject({ name: z.literal('request_contact_info') }),
  }),
  z.strictObject({
    type: z.literal('product'),
    body: frame.body.optional(),
    footer: frame.footer,
    action: z.strictObject({ catalog_id: words(100), product_retailer_id: words(100) }),
  }),
  z.strictObject({
    type: z.literal('product_list'),
    header: z.strictObject({ type: z.literal('text'), text: words(60) }),
    body: frame.body,
    footer: frame.footer,
    action: z.strictObject({
      catalog_id: words(100),
      sections: z
        .array(
          z.strictObject({
            title: words(24),
            product_items: z
              .array(z.strictObject({ product_retailer_id: words(100) }))
              .min(1)
              .max(30),
          }),
        )
        .min(1)
        .max(10),
    }),
  }),
  z.strictObject({
    type: z.literal('catalog_message'),
    body: frame.body,
    footer: frame.footer,
    action: z.strictObject({
      name: z.literal('catalog_message'),
      parameters: z.strictObject({ thumbnail_product_retailer_id: words(100) }).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('address_message'),
    body: frame.body,
    action: z.strictObject({
      name: z.literal('address_message'),
      parameters: z.strictObject({
        country: z.string().min(2),
        values: z.record(z.string(), z.string()).optional(),
      }),
    }),
  }),
  z.strictObject({
    type: z.literal('call_permission_request'),
    body: frame.body,
    action: z.strictObject({ name: z.literal('call_permission_request') }),
  }),
  z.strictObject({
    type: z.literal('voice_call'),
    body: frame.body,
    action: z.strictObject({
      name: z.literal('voice_call'),
      parameters: z.strictObject({ display_text: words(20) }),
    }),
  }),
]);

const caption = { caption: words(1024).optional() };

const CONTENT: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['text', z.strictObject({ body: words(4096), preview_url: z.boolean().optional() })],
  ['image', file(caption)],
  ['audio', file({ voice: z.boolean().optional() })],
  ['video', file(caption)],
  ['document', file({ ...caption, filename: z.string().optional() })],
  ['sticker', file()],
  ['location', locationSchema],
  [
    'contacts',
    z
      .array(z.looseObject({ name: nameSchema }))
      .min(1)
      .max(257),
  ],
  ['reaction', z.strictObject({ message_id: z.string().min(1), emoji: z.string() })],
  ['interactive', interactiveSchema],
  ['template', templateMessageSchema],
]);

/** What a message says, checked; or why WhatsApp takes no such thing. */
export function readContent(type: string, value: unknown): { readonly content: unknown } | GraphRefusal {
  const schema = CONTENT.get(type);
  if (schema === undefined)
    return invalidParameter(`Param type must be one of ${[...CONTENT.keys()].join(', ')}.`);
  if (value === undefined) return missingValue(`Parameter '${type}' is mandatory for type '${type}'`);
  const read = schema.safeParse(value);
  if (read.success) return { content: read.data };
  const [issue] = read.error.issues;
  const path = [type, ...(issue?.path ?? [])].map(String).join('.');
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('undefined');
  return isMissing
    ? missingValue(`Parameter '${path}' is mandatory.`)
    : wrongValue(`Parameter '${path}': ${issue?.message ?? 'invalid'}`);
}
