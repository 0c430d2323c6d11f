import * as z from 'zod';

/**
 * What Apple takes, written from its documents and from nothing of the adapter: strict, so that a field which is in
 * no document fails.
 */

const Uuid = z.uuid();
const Base64 = z.base64().min(1);
const Words = z.string().min(1).regex(/\S/u);
const WebAddress = z.url({ protocol: /^https?$/u });

const envelope = {
  v: z.literal(1),
  id: Uuid,
  sourceId: z.string().regex(/^(?:urn:biz:)?[0-9a-f-]{36}$/iu),
  destinationId: z.string().min(1),
};

const Attachment = z.strictObject({
  name: Words,
  mimeType: z.string().regex(/^[\w.+-]+\/[\w.+*-]+$/u),
  size: z.string().regex(/^\d+$/u),
  url: z.string().min(1),
  owner: z.string().min(1),
  key: z.string().regex(/^00[0-9a-f]{64}$/u),
  'signature-base64': Base64,
});

const Text = z
  .strictObject({
    ...envelope,
    type: z.literal('text'),
    body: Words,
    attachments: z.array(Attachment).min(1).optional(),
  })
  .refine(
    ({ body, attachments = [] }) => body.split('\ufffc').length - 1 === attachments.length,
    'One mark in the text for each attachment.',
  );

const RichLink = z.strictObject({
  ...envelope,
  type: z.literal('richLink'),
  richLinkData: z.strictObject({
    url: WebAddress,
    title: Words,
    assets: z.strictObject({
      image: z.strictObject({
        data: Base64.refine((data) => Buffer.from(data, 'base64').length <= 200_000, 'At most 200 kB.'),
        mimeType: z.string().startsWith('image/'),
      }),
    }),
  }),
});

const ReceivedBubble = z.strictObject({
  title: Words,
  subtitle: Words.optional(),
  style: z.enum(['icon', 'small', 'large']),
});
const ReplyBubble = z.strictObject({ title: Words, style: z.enum(['icon', 'small', 'large']) });

const common = { version: z.literal('1.0'), mspVersion: z.literal('1.0'), requestIdentifier: Uuid };

const QuickReply = z.strictObject({
  ...common,
  'quick-reply': z.strictObject({
    summaryText: Words,
    items: z
      .array(z.strictObject({ identifier: Words, title: Words }))
      .min(2)
      .max(5),
  }),
});

const ListPicker = z.strictObject({
  ...common,
  listPicker: z.strictObject({
    sections: z
      .array(
        z.strictObject({
          title: Words,
          order: z.int().nonnegative(),
          multipleSelection: z.boolean(),
          items: z
            .array(
              z.strictObject({
                identifier: Words,
                title: Words,
                subtitle: Words.optional(),
                order: z.int().nonnegative(),
                style: z.literal('icon'),
              }),
            )
            .min(1),
        }),
      )
      .min(1),
  }),
});

const TimePicker = z.strictObject({
  ...common,
  event: z.strictObject({
    identifier: Words,
    title: Words,
    timeslots: z
      .array(
        z.strictObject({
          identifier: Words,
          startTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d\+0000$/u),
          duration: z.int().positive(),
        }),
      )
      .min(1),
  }),
});

const PageId = z.string().min(1).max(19);
const Form = z.strictObject({
  ...common,
  dynamic: z.strictObject({
    version: z.literal('1.1'),
    template: z.literal('messageForms'),
    data: z.looseObject({
      startPageIdentifier: PageId,
      pages: z.array(z.looseObject({ pageIdentifier: PageId, type: z.string() })).min(1),
    }),
  }),
});

const SignIn = z.strictObject({
  ...common,
  authenticate: z.strictObject({
    oauth2: z.strictObject({
      responseType: z.literal('code'),
      scope: z.array(Words),
      state: Words,
      redirectURI: WebAddress,
    }),
  }),
});

const Payment = z.strictObject({
  ...common,
  payment: z.strictObject({
    paymentRequest: z.looseObject({
      total: z.looseObject({}),
      countryCode: z.string().length(2),
      currencyCode: z.string().length(3),
    }),
    merchantSession: z.looseObject({}),
    endpoints: z.looseObject({ paymentGatewayUrl: WebAddress }),
  }),
});

const interactive = <Data extends z.ZodType>(data: Data, hasBubble: boolean) =>
  z.strictObject({
    ...envelope,
    type: z.literal('interactive'),
    interactiveData: z.strictObject({
      bid: z.literal(
        'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension',
      ),
      data,
      useLiveLayout: z.boolean(),
      ...(hasBubble && { receivedMessage: ReceivedBubble, replyMessage: ReplyBubble }),
    }),
  });

/** An app of the business's own: Apple refuses `data` here. */
const App = z.strictObject({
  ...envelope,
  type: z.literal('interactive'),
  interactiveData: z.strictObject({
    bid: z
      .string()
      .regex(/^com\.apple\.messages\.MSMessageExtensionBalloonPlugin:(?!0000000000:)[A-Z0-9]{10}:\S+$/u),
    appId: z.int(),
    appName: Words,
    appIcon: Base64.optional(),
    URL: z.string().min(1).max(65_536),
    sessionIdentifier: Uuid,
    receivedMessage: ReceivedBubble,
    useLiveLayout: z.boolean(),
  }),
});

/** By path. */
export const OUTBOUND = {
  message: z.union([
    Text,
    RichLink,
    interactive(QuickReply, false),
    interactive(ListPicker, true),
    interactive(TimePicker, true),
    interactive(Form, true),
    interactive(Payment, true),
    App,
    z.strictObject({ ...envelope, type: z.enum(['typing_start', 'typing_end']) }),
  ]),
  authenticate: interactive(SignIn, true),
} as const;

const header = { authorization: z.string().regex(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/u) };

export const MessageHeaders = z.looseObject({
  ...header,
  id: Uuid,
  'source-id': z.string().min(1),
  'destination-id': z.string().min(1),
  'content-type': z.literal('application/json'),
  'content-encoding': z.literal('gzip'),
  'auto-reply': z.literal('true').optional(),
});
