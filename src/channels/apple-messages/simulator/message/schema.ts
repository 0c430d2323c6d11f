import { z } from 'zod';

/** What the simulated Apple takes from a business, as its documents describe it. */

const words = z.string().regex(/\S/u);
const webAddress = z.url({ protocol: /^https?$/u });
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/u);

const MAX_IMAGE_BYTES = 200_000;

const common = {
  v: z.literal(1),
  id: z.uuid(),
  sourceId: z.string(),
  destinationId: z.string(),
  locale: z.string().optional(),
};

export const attachmentSchema = z.object({
  name: words,
  mimeType: words,
  size: z.string().regex(/^\d+$/u, 'must be a string'),
  url: words,
  owner: words,
  key: z.string().regex(/^00[0-9a-fA-F]{64}$/u),
  'signature-base64': base64,
});

const textSchema = z
  .object({
    ...common,
    type: z.literal('text'),
    body: words,
    attachments: z.array(attachmentSchema).optional(),
  })
  .refine(
    ({ body, attachments = [] }) => body.split('\ufffc').length - 1 === attachments.length,
    'body needs one U+FFFC for each attachment',
  );

const richLinkSchema = z.object({
  ...common,
  type: z.literal('richLink'),
  richLinkData: z.object({
    url: webAddress,
    title: words,
    assets: z.object({
      image: z.object({
        data: base64.refine(
          (data) => Buffer.from(data, 'base64').byteLength <= MAX_IMAGE_BYTES,
          'image too large',
        ),
        mimeType: words,
      }),
      video: z.object({ url: webAddress, mimeType: words }).optional(),
    }),
  }),
});

const item = z.object({ identifier: words, title: words });
const bubble = z.object({ title: words, style: z.enum(['icon', 'small', 'large']).optional() });
const frame = {
  requestIdentifier: z.string().min(1),
  version: z.string().optional(),
  mspVersion: z.string().optional(),
};
const withBubbles = { receivedMessage: bubble, replyMessage: bubble.optional() };

/** By the key of `data`: its shape, and what a device must be able to show; null: all can. */
export const FEATURES = {
  'quick-reply': {
    capability: 'QUICK',
    hasBubbles: false,
    shape: z.object({ summaryText: words, items: z.array(item).min(2).max(5) }),
  },
  listPicker: {
    capability: 'LIST',
    hasBubbles: true,
    shape: z.object({
      sections: z
        .array(
          z.object({ title: words, multipleSelection: z.boolean().optional(), items: z.array(item).min(1) }),
        )
        .min(1),
    }),
  },
  event: {
    capability: 'TIME',
    hasBubbles: true,
    shape: z.object({
      identifier: words,
      title: words,
      timeslots: z
        .array(
          z.object({
            identifier: words,
            startTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]0000$/u),
            duration: z.number().positive(),
          }),
        )
        .min(1),
    }),
  },
  dynamic: {
    capability: 'FORM',
    hasBubbles: true,
    shape: z.object({
      version: words,
      template: z.enum(['messageForms', 'form']),
      data: z.object({
        startPageIdentifier: z.string().min(1).max(19),
        pages: z
          .array(z.object({ pageIdentifier: z.string().min(1).max(19), title: z.string().optional() }))
          .min(1),
      }),
    }),
  },
  authenticate: {
    capability: 'AUTH2',
    hasBubbles: true,
    shape: z.object({
      oauth2: z.object({
        responseType: words,
        scope: z.array(z.string()),
        state: words,
        redirectURI: webAddress,
      }),
    }),
  },
  payment: {
    capability: null,
    hasBubbles: true,
    shape: z.object({
      paymentRequest: z.looseObject({}),
      merchantSession: z.looseObject({}),
      endpoints: z.looseObject({ paymentGatewayUrl: webAddress }),
    }),
  },
} as const;
export type FeatureName = keyof typeof FEATURES;

const interactiveSchema = z.object({
  ...common,
  type: z.literal('interactive'),
  interactiveData: z.object({
    bid: words,
    data: z.looseObject(frame).optional(),
    receivedMessage: withBubbles.receivedMessage.optional(),
    replyMessage: withBubbles.replyMessage,
    sessionIdentifier: z.string().optional(),
    appId: z.unknown().optional(),
    appName: z.unknown().optional(),
    appIcon: z.unknown().optional(),
    URL: z.unknown().optional(),
  }),
});

/** What an app of a business's own says of itself, in the place of `data`. */
export const appSchema = z.object({
  appId: z.int(),
  appName: words,
  appIcon: base64.optional(),
  URL: words.refine((url) => Buffer.byteLength(url) <= 65_536, 'at most 64 KB'),
  receivedMessage: bubble,
});

const typingSchema = z.object({ ...common, type: z.enum(['typing_start', 'typing_end']) });

export const messageSchema = z.discriminatedUnion('type', [
  textSchema,
  richLinkSchema,
  interactiveSchema,
  typingSchema,
]);
export type OutboundMessage = z.output<typeof messageSchema>;
