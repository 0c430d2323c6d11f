import { z } from 'zod';

/** What the Send API takes, as its documents say; everything else is an invalid parameter. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'must show something');

const recipientSchema = z.union([
  z.strictObject({ id: z.string() }),
  z.strictObject({ user_ref: z.string() }),
]);

const buttonSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('postback'), title: words(20), payload: z.string().max(1000) }),
  z.strictObject({ type: z.literal('web_url'), title: words(20), url: z.url() }),
  z.strictObject({ type: z.literal('phone_number'), title: words(20), payload: z.string() }),
  z.strictObject({ type: z.literal('account_link'), url: z.url() }),
  z.strictObject({ type: z.literal('account_unlink') }),
]);
const buttonsSchema = z.array(buttonSchema).min(1).max(3);

const templateSchema = z.discriminatedUnion('template_type', [
  z.object({
    template_type: z.literal('generic'),
    elements: z
      .array(
        z
          .strictObject({
            title: words(80),
            subtitle: z.string().max(80).optional(),
            image_url: z.url().optional(),
            default_action: z.strictObject({ type: z.literal('web_url'), url: z.url() }).optional(),
            buttons: buttonsSchema.optional(),
          })
          .refine((element) => Object.keys(element).length > 1, 'needs one more property than the title'),
      )
      .min(1)
      .max(10),
  }),
  z.object({
    template_type: z.literal('product'),
    elements: z
      .array(z.strictObject({ id: words(100) }))
      .min(1)
      .max(10),
  }),
  z.object({ template_type: z.literal('button'), text: words(640), buttons: buttonsSchema }),
  z.object({
    template_type: z.literal('media'),
    elements: z.tuple([
      z.strictObject({
        media_type: z.enum(['image', 'video']),
        attachment_id: z.string(),
        buttons: buttonsSchema.optional(),
      }),
    ]),
  }),
  z.object({
    template_type: z.literal('receipt'),
    recipient_name: words(1000),
    order_number: words(1000),
    currency: z.string().length(3),
    payment_method: words(1000),
    summary: z.looseObject({ total_cost: z.number() }),
    elements: z
      .array(z.looseObject({ title: words(1000), price: z.number() }))
      .max(100)
      .optional(),
  }),
]);

const fileSchema = z.union([
  z.strictObject({ attachment_id: z.string() }),
  z.strictObject({ url: z.url(), is_reusable: z.boolean().optional() }),
]);
export type FileReference = z.output<typeof fileSchema>;

export const attachmentSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['image', 'audio', 'video', 'file']), payload: fileSchema }),
  z.strictObject({ type: z.literal('template'), payload: templateSchema }),
]);

const quickRepliesSchema = z
  .array(
    z.discriminatedUnion('content_type', [
      z.strictObject({
        content_type: z.literal('text'),
        title: words(20),
        payload: z.string().max(1000),
        image_url: z.url().optional(),
      }),
      z.strictObject({ content_type: z.enum(['user_phone_number', 'user_email']) }),
    ]),
  )
  .min(1)
  .max(13);

const messageSchema = z
  .strictObject({
    text: words(2000).optional(),
    attachment: attachmentSchema.optional(),
    template: z.looseObject({ name: z.string(), language: z.looseObject({ code: z.string() }) }).optional(),
    quick_replies: quickRepliesSchema.optional(),
    metadata: z.string().max(999).optional(),
  })
  .refine(
    ({ text, attachment, template }) =>
      [text, attachment, template].filter((content) => content !== undefined).length === 1,
    'must have either a text or an attachment',
  );
export type OutgoingMessage = z.output<typeof messageSchema>;

const RETIRED_TAGS = ['CONFIRMED_EVENT_UPDATE', 'POST_PURCHASE_UPDATE', 'ACCOUNT_UPDATE'];
export const isRetiredTag = (tag: unknown): boolean => RETIRED_TAGS.some((retired) => retired === tag);

export const sendSchema = z.object({
  recipient: recipientSchema,
  message: messageSchema,
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']).default('RESPONSE'),
  tag: z.enum(['HUMAN_AGENT', 'CUSTOMER_FEEDBACK', 'NON_PROMOTIONAL_SUBSCRIPTION']).optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).default('REGULAR'),
  persona_id: z.string().optional(),
  reply_to: z.strictObject({ mid: z.string() }).optional(),
});
export type SendCall = z.output<typeof sendSchema>;

const target = { message_id: z.string() };
export const actionSchema = z.object({
  recipient: recipientSchema,
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact']),
  payload: z.strictObject({ ...target, reaction: z.string().min(1).optional() }).optional(),
  persona_id: z.string().optional(),
});
export type SenderAction = z.output<typeof actionSchema>;
