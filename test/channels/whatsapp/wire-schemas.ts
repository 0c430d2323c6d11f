import { z } from 'zod';

/**
 * What `POST /{phone-number-id}/messages` takes, written from the platform's reference (messages, interactive
 * messages, templates; as of November 2026) and from nothing else: a body that fits here is one that WhatsApp takes.
 * Strict, so that a misspelled field is a mistake and not an extension.
 */

const text = (max: number) => z.string().min(1).max(max);
const words = (max: number) => text(max).refine((value) => value.trim() !== '', 'only white space');
const mediaId = z.string().regex(/^(?:\d+|attach:\/\/[a-z]+)$/u);
const httpsUrl = z.url({ protocol: /^https$/u });
const webUrl = z.url({ protocol: /^https?$/u });

/** By id or by link, never both. */
function media(extra: z.ZodRawShape = {}) {
  return z.union([z.strictObject({ id: mediaId, ...extra }), z.strictObject({ link: httpsUrl, ...extra })]);
}
const caption = { caption: words(1024).optional() };

const location = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
});

const contact = z.strictObject({
  name: z
    .strictObject({
      formatted_name: text(10_000),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
    })
    .refine((name) => name.first_name !== undefined || name.last_name !== undefined, 'one more part'),
  phones: z.array(z.strictObject({ phone: z.string() })).optional(),
  emails: z.array(z.strictObject({ email: z.string() })).optional(),
  org: z.strictObject({ company: z.string() }).optional(),
});

const header = z.union([
  z.strictObject({ type: z.literal('text'), text: words(60) }),
  z.strictObject({ type: z.literal('image'), image: media() }),
]);
const frame = {
  body: z.strictObject({ text: words(1024) }),
  footer: z.strictObject({ text: words(60) }).optional(),
};

const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

const buttons = z
  .array(
    z.strictObject({
      type: z.literal('reply'),
      reply: z.strictObject({ id: text(256), title: words(20) }),
    }),
  )
  .min(1)
  .max(3)
  .refine((all) => isUnique(all.map(({ reply }) => reply.title)), 'two titles are equal')
  .refine((all) => isUnique(all.map(({ reply }) => reply.id)), 'two ids are equal');

const sections = z
  .array(
    z.strictObject({
      title: words(24).optional(),
      rows: z
        .array(z.strictObject({ id: text(200), title: words(24), description: words(72).optional() }))
        .min(1),
    }),
  )
  .min(1)
  .max(10)
  .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'more than 10 rows')
  .refine((all) => isUnique(all.flatMap(({ rows }) => rows.map(({ id }) => id))), 'two ids are equal')
  .refine(
    (all) => all.length === 1 || all.every(({ title }) => title !== undefined),
    'a section without title',
  );

const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    header: header.optional(),
    ...frame,
    action: z.strictObject({ buttons }),
  }),
  z.strictObject({
    type: z.literal('list'),
    // A list takes a header of text and no other.
    header: z.strictObject({ type: z.literal('text'), text: words(60) }).optional(),
    ...frame,
    action: z.strictObject({ button: words(20), sections }),
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    header: header.optional(),
    ...frame,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: words(20), url: webUrl }),
    }),
  }),
  z.strictObject({
    type: z.literal('flow'),
    header: header.optional(),
    ...frame,
    action: z.strictObject({
      name: z.literal('flow'),
      parameters: z.strictObject({
        flow_message_version: z.literal('3'),
        flow_id: text(100),
        flow_cta: words(30),
        flow_token: text(1000),
        mode: z.literal('published'),
        flow_action: z.literal('navigate'),
        flow_action_payload: z
          .strictObject({ screen: text(200), data: z.record(z.string(), z.unknown()).optional() })
          .optional(),
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

const textParameters = z.union([
  z.array(z.strictObject({ type: z.literal('text'), text: words(32_768) })).min(1),
  z
    .array(
      z.strictObject({
        type: z.literal('text'),
        parameter_name: z.string().regex(/^[a-z0-9_]+$/u),
        text: words(32_768),
      }),
    )
    .min(1),
]);
const headerParameters = z.union([
  textParameters,
  z.tuple([z.strictObject({ type: z.literal('image'), image: media() })]),
  z.tuple([z.strictObject({ type: z.literal('video'), video: media() })]),
  z.tuple([
    z.strictObject({ type: z.literal('document'), document: media({ filename: z.string().optional() }) }),
  ]),
  z.tuple([z.strictObject({ type: z.literal('location'), location })]),
]);
const index = z.string().regex(/^\d$/u);
const component = z.union([
  z.strictObject({ type: z.literal('header'), parameters: headerParameters }),
  z.strictObject({ type: z.literal('body'), parameters: textParameters }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('quick_reply'),
    index,
    parameters: z.tuple([z.strictObject({ type: z.literal('payload'), payload: words(1000) })]),
  }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('url'),
    index,
    parameters: z.tuple([z.strictObject({ type: z.literal('text'), text: text(2000) })]),
  }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('copy_code'),
    index,
    parameters: z.tuple([z.strictObject({ type: z.literal('coupon_code'), coupon_code: text(15) })]),
  }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('flow'),
    index,
    parameters: z.tuple([
      z.strictObject({ type: z.literal('action'), action: z.strictObject({ flow_token: text(1000) }) }),
    ]),
  }),
]);
const template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/u),
  language: z.strictObject({ code: z.string().regex(/^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/u) }),
  components: z.array(component).min(1).optional(),
});

const CONTENT = {
  text: z.strictObject({ body: words(4096), preview_url: z.boolean().optional() }),
  image: media(caption),
  audio: media({ voice: z.literal(true).optional() }),
  video: media(caption),
  document: media({ ...caption, filename: z.string().optional() }),
  sticker: media(),
  location,
  contacts: z.array(contact).min(1).max(257),
  reaction: z.strictObject({ message_id: text(1000), emoji: z.string() }),
  interactive,
  template,
} as const;

/** To a number or to a business-scoped id; the parent form of it too. */
const address = z.union([
  z.object({ to: z.string().min(1), recipient: z.undefined().optional() }),
  z.object({
    recipient: z.string().regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/u),
    to: z.undefined().optional(),
  }),
]);

/** A whole body. Reactions carry no data of ours, since they have no receipts. */
export const outboundBody = z
  .union(
    Object.entries(CONTENT).map(([type, content]) =>
      z.strictObject({
        messaging_product: z.literal('whatsapp'),
        recipient_type: z.enum(['individual', 'group']),
        to: z.string().optional(),
        recipient: z.string().optional(),
        context: z.strictObject({ message_id: text(1000) }).optional(),
        biz_opaque_callback_data: z.string().max(512).optional(),
        type: z.literal(type),
        [type]: content,
      }),
    ),
  )
  .and(address);

const quickReply = z.strictObject({ type: z.literal('QUICK_REPLY'), text: words(25) });
const templateButton = z.union([
  quickReply,
  z.strictObject({
    type: z.literal('URL'),
    text: words(25),
    url: text(2000),
    example: z.tuple([z.string()]).optional(),
  }),
  z.strictObject({ type: z.literal('PHONE_NUMBER'), text: words(25), phone_number: text(20) }),
  z.strictObject({ type: z.literal('COPY_CODE'), example: text(15) }),
]);
const named = z.array(z.strictObject({ param_name: z.string(), example: text(1024) })).min(1);

/** What `POST /{waba-id}/message_templates` takes. */
export const templateBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/u),
  language: z.string().regex(/^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/u),
  category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
  parameter_format: z.enum(['named', 'positional']),
  components: z
    .array(
      z.union([
        z.strictObject({
          type: z.literal('HEADER'),
          format: z.literal('TEXT'),
          text: words(60),
          example: z
            .union([
              z.strictObject({ header_text: z.tuple([text(60)]) }),
              z.strictObject({ header_text_named_params: named }),
            ])
            .optional(),
        }),
        z.strictObject({
          type: z.literal('HEADER'),
          format: z.enum(['IMAGE', 'VIDEO', 'DOCUMENT']),
          example: z.strictObject({ header_handle: z.tuple([z.string()]) }),
        }),
        z.strictObject({ type: z.literal('HEADER'), format: z.literal('LOCATION') }),
        z.strictObject({
          type: z.literal('BODY'),
          text: words(1024),
          example: z
            .union([
              z.strictObject({ body_text: z.tuple([z.array(text(1024)).min(1)]) }),
              z.strictObject({ body_text_named_params: named }),
            ])
            .optional(),
        }),
        z.strictObject({ type: z.literal('FOOTER'), text: words(60) }),
        z.strictObject({ type: z.literal('BUTTONS'), buttons: z.array(templateButton).min(1).max(10) }),
      ]),
    )
    .min(1),
});
