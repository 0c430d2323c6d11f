import * as z from 'zod';

/**
 * What Messenger takes, written from its documents and sharing nothing with the adapter. Everything is strict: a
 * field that is not here is one that Messenger does not know.
 */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'shows nothing');
const webAddress = z.url({ protocol: /^https?$/u });

const recipient = z.union([
  z.strictObject({ id: z.string().regex(/^\d+$/u) }),
  z.strictObject({ user_ref: z.string().min(1) }),
]);

const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('postback'), title: words(20), payload: z.string().max(1000) }),
  z.strictObject({ type: z.literal('web_url'), title: words(20), url: webAddress }),
  z.strictObject({ type: z.literal('account_link'), url: webAddress }),
]);
const buttons = z.array(button).min(1).max(3);

const quickReply = z.discriminatedUnion('content_type', [
  z.strictObject({
    content_type: z.literal('text'),
    title: words(20),
    payload: z.string().max(1000),
    image_url: webAddress.optional(),
  }),
  z.strictObject({ content_type: z.literal('user_phone_number') }),
]);

const genericElement = z
  .strictObject({
    title: words(80),
    subtitle: words(80).optional(),
    image_url: webAddress.optional(),
    default_action: z.strictObject({ type: z.literal('web_url'), url: webAddress }).optional(),
    buttons: buttons.optional(),
  })
  .refine((element) => Object.keys(element).length > 1, 'a title alone is no element');

const file = z.union([
  z.strictObject({ url: webAddress }),
  z.strictObject({ attachment_id: z.string().min(1) }),
]);

const template = z.discriminatedUnion('template_type', [
  z.strictObject({ template_type: z.literal('generic'), elements: z.array(genericElement).min(1).max(10) }),
  z.strictObject({
    template_type: z.literal('product'),
    elements: z
      .array(z.strictObject({ id: words(100) }))
      .min(1)
      .max(10),
  }),
  z.strictObject({ template_type: z.literal('button'), text: words(640), buttons }),
  z.strictObject({
    template_type: z.literal('media'),
    elements: z.tuple([
      z.strictObject({
        media_type: z.enum(['image', 'video']),
        attachment_id: z.string().min(1),
        buttons: buttons.optional(),
      }),
    ]),
  }),
  z.strictObject({
    template_type: z.literal('receipt'),
    recipient_name: words(500),
    order_number: words(500),
    currency: z.string().length(3),
    payment_method: words(500),
    order_url: webAddress.optional(),
    timestamp: z.string().regex(/^\d+$/u).optional(),
    address: z
      .strictObject({
        street_1: z.string(),
        street_2: z.string().optional(),
        city: z.string(),
        postal_code: z.string(),
        state: z.string().optional(),
        country: z.string(),
      })
      .partial()
      .optional(),
    summary: z.strictObject({
      subtotal: z.number().optional(),
      shipping_cost: z.number().optional(),
      total_tax: z.number().optional(),
      total_cost: z.number(),
    }),
    adjustments: z.array(z.strictObject({ name: z.string(), amount: z.number() })).optional(),
    elements: z
      .array(
        z.strictObject({
          title: words(500),
          subtitle: z.string().optional(),
          quantity: z.number().optional(),
          price: z.number(),
          currency: z.string().optional(),
          image_url: webAddress.optional(),
        }),
      )
      .min(1)
      .max(100)
      .optional(),
  }),
]);

const attachment = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['image', 'audio', 'video', 'file']), payload: file }),
  z.strictObject({ type: z.literal('template'), payload: template }),
]);

const metadata = z.string().max(999);

/** A text or an attachment, never both, or a template that was approved. */
const message = z.union([
  z.strictObject({
    text: words(2000),
    quick_replies: z.array(quickReply).min(1).max(13).optional(),
    metadata,
  }),
  z.strictObject({ attachment, metadata }),
  z.strictObject({
    template: z.strictObject({
      name: z.string().min(1),
      language: z.strictObject({ code: z.string().min(2) }),
      components: z
        .array(
          z.strictObject({
            type: z.enum(['header', 'body', 'button']),
            sub_type: z.literal('url').optional(),
            index: z.string().regex(/^\d$/u).optional(),
            parameters: z
              .array(
                z.strictObject({
                  type: z.literal('text'),
                  parameter_name: z.string().optional(),
                  text: z.string(),
                }),
              )
              .min(1),
          }),
        )
        .min(1)
        .optional(),
    }),
    metadata,
  }),
]);

const common = {
  recipient,
  message,
  reply_to: z.strictObject({ mid: z.string().min(1) }).optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).optional(),
  persona_id: z.string().min(1).optional(),
};

/** `POST /{page}/messages`. The only tag that is left is in the one lane that takes it. */
export const sendRequest = z.discriminatedUnion('messaging_type', [
  z.strictObject({ messaging_type: z.enum(['RESPONSE', 'UPDATE', 'UTILITY']), ...common }),
  z.strictObject({
    messaging_type: z.literal('MESSAGE_TAG'),
    tag: z.enum(['HUMAN_AGENT', 'NON_PROMOTIONAL_SUBSCRIPTION']),
    ...common,
  }),
]);

const reactionTarget = { message_id: z.string().min(1) };
/** The same address, without a message. */
export const senderAction = z.discriminatedUnion('sender_action', [
  z.strictObject({
    recipient,
    sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen']),
    persona_id: z.string().min(1).optional(),
  }),
  z.strictObject({
    recipient,
    sender_action: z.literal('react'),
    payload: z.strictObject({ ...reactionTarget, reaction: z.string().min(1) }),
  }),
  z.strictObject({ recipient, sender_action: z.literal('unreact'), payload: z.strictObject(reactionTarget) }),
]);
