import type { InboundFixture } from 'confab/testing';

/** Webhook bodies in the shapes of the reference, "Webhook Event Objects", and what each means. */
const BOT = 'U0000000000000000000000000000b07';
const ADA = 'U00000000000000000000000000000ada';
const GROUP = 'C0000000000000000000000000000b0b0';
export const PEOPLE = { BOT, ADA };

const AT = 1_790_000_000_123;
const SENT_AT = '2026-09-21T14:13:20.123Z';

let events = 0;
function event(type: string, more: object, source: object = { type: 'user', userId: ADA }) {
  events += 1;
  return {
    type,
    mode: 'active',
    timestamp: AT,
    source,
    webhookEventId: `01HEXAMPLE${String(events).padStart(16, '0')}`,
    deliveryContext: { isRedelivery: false },
    replyToken: 'b60d432864f44d079f6d8efe86cf404b',
    ...more,
  };
}

const body = (...events: readonly object[]) => ({ destination: BOT, events });
const message = (more: object) => event('message', { message: { quoteToken: 'q3Plxr4AgKd', ...more } });
const heard = (externalId: string, part: object, more: object = {}) => ({
  kind: 'message',
  externalId,
  sender: { externalId: ADA },
  parts: [part],
  sentAt: SENT_AT,
  ...more,
});
const group = (more: object) => ({
  externalId: GROUP,
  identityKind: 'GROUP',
  participant: { externalId: ADA },
  ...more,
});

const hello = message({ id: '468789577898262530', type: 'text', text: 'こんにちは 👋 <b>/</b>' });
const postback = event('postback', { postback: { data: 'order=17&ok', params: {} } });

export const inbound: readonly InboundFixture[] = [
  {
    name: 'a text',
    body: body(hello),
    expected: { events: [heard('468789577898262530', { type: 'text', text: 'こんにちは 👋 <b>/</b>' })] },
  },
  {
    name: 'the same text, delivered again',
    body: body({ ...hello, deliveryContext: { isRedelivery: true } }),
    repeats: 'a text',
    expected: { events: [heard('468789577898262530', { type: 'text', text: 'こんにちは 👋 <b>/</b>' })] },
  },
  {
    name: 'a text that quotes another',
    body: body(message({ id: '2', type: 'text', text: 'Yes', quotedMessageId: '468789577898262530' })),
    expected: {
      events: [heard('2', { type: 'text', text: 'Yes' }, { replyToExternalId: '468789577898262530' })],
    },
  },
  {
    name: 'a text while another program answers',
    body: body({ ...message({ id: '3', type: 'text', text: 'Hi' }), mode: 'standby' }),
    expected: { events: [heard('3', { type: 'text', text: 'Hi' }, { isStandby: true })] },
  },
  {
    name: 'two pictures of one set',
    body: body(
      ...[1, 2].map((index) =>
        message({
          id: `10${index}`,
          type: 'image',
          contentProvider: { type: 'line' },
          imageSet: { id: 'E005D41A7288F41B', index, total: 2 },
        }),
      ),
    ),
    expected: {
      events: [1, 2].map((position) =>
        heard(
          `10${position}`,
          { type: 'media', kind: 'image', source: { from: 'platform', reference: `10${position}` } },
          { album: { key: 'E005D41A7288F41B', position } },
        ),
      ),
    },
  },
  {
    name: 'a picture that lives elsewhere',
    body: body(
      message({
        id: '11',
        type: 'image',
        contentProvider: { type: 'external', originalContentUrl: 'https://files.example/a.jpg' },
      }),
    ),
    expected: {
      events: [
        heard('11', {
          type: 'media',
          kind: 'image',
          source: { from: 'url', url: 'https://files.example/a.jpg' },
        }),
      ],
    },
  },
  ...(['video', 'audio'] as const).map((kind, index) => ({
    name: `a ${kind}`,
    body: body(message({ id: `2${index}`, type: kind, duration: 60_000, contentProvider: { type: 'line' } })),
    expected: {
      events: [
        heard(`2${index}`, {
          type: 'media',
          kind,
          source: { from: 'platform', reference: `2${index}` },
          durationMs: 60_000,
        }),
      ],
    },
  })),
  {
    name: 'a file',
    body: body(message({ id: '30', type: 'file', fileName: 'bill.pdf', fileSize: 2138 })),
    expected: {
      events: [
        heard('30', {
          type: 'media',
          kind: 'file',
          source: { from: 'platform', reference: '30' },
          fileName: 'bill.pdf',
          sizeBytes: 2138,
        }),
      ],
    },
  },
  {
    name: 'a place',
    body: body(
      message({
        id: '40',
        type: 'location',
        title: 'my location',
        address: '日本、東京都',
        latitude: 35.65910807942215,
        longitude: 139.70372892916203,
      }),
    ),
    expected: {
      events: [
        heard('40', {
          type: 'location',
          latitude: 35.65910807942215,
          longitude: 139.70372892916203,
          name: 'my location',
          address: '日本、東京都',
        }),
      ],
    },
  },
  {
    name: 'a sticker',
    body: body(message({ id: '50', type: 'sticker', packageId: '1', stickerId: '2', keywords: ['hello'] })),
    expected: { events: [heard('50', { type: 'unsupported', label: 'a sticker that says hello' })] },
  },
  {
    name: 'a tap',
    body: body(postback),
    expected: {
      events: [heard(postback.webhookEventId, { type: 'choice-reply', payload: 'order=17&ok', title: null })],
    },
  },
  {
    name: 'a message that was taken back',
    body: body(event('unsend', { unsend: { messageId: '468789577898262530' } })),
    expected: {
      events: [{ kind: 'message-deleted', targetExternalId: '468789577898262530', deletedAt: SENT_AT }],
    },
  },
  {
    name: 'a new friend, and one who left',
    body: body(event('follow', { follow: { isUnblocked: false } }), event('unfollow', {})),
    expected: {
      events: [
        { kind: 'opt-in', sender: { externalId: ADA }, occurredAt: SENT_AT },
        {
          kind: 'opt-out',
          sender: { externalId: ADA },
          scope: 'all',
          reason: 'blocked',
          occurredAt: SENT_AT,
        },
      ],
    },
  },
  {
    name: 'words in a group',
    body: body(
      event(
        'message',
        { message: { id: '60', type: 'text', text: 'Hi all' } },
        { type: 'group', groupId: GROUP, userId: ADA },
      ),
      event('leave', {}, { type: 'group', groupId: GROUP }),
    ),
    expected: {
      events: [
        {
          kind: 'message',
          externalId: '60',
          sender: group({}),
          parts: [{ type: 'text', text: 'Hi all' }],
          sentAt: SENT_AT,
        },
        {
          kind: 'opt-out',
          sender: { externalId: GROUP, identityKind: 'GROUP' },
          scope: 'all',
          reason: 'gone',
          occurredAt: SENT_AT,
        },
      ],
    },
  },
  {
    name: 'a suspension',
    body: body(event('botSuspended', {})),
    expected: {
      events: [
        {
          kind: 'account-health',
          level: 'error',
          code: 'botSuspended',
          description: 'LINE has suspended this account.',
        },
      ],
    },
  },
  {
    name: 'what needs nothing',
    body: body(event('videoPlayComplete', {}), event('beacon', {})),
    expected: { events: [], ignored: ['event:videoPlayComplete', 'event:beacon'] },
  },
  {
    name: 'the console’s test',
    body: { destination: BOT, events: [] },
    expected: { events: [], ignored: ['verification'] },
  },
  {
    name: 'kinds that nobody knows yet',
    body: body(event('hologram', {}), message({ id: '70', type: 'smell' })),
    expected: { events: [], unknown: ['event:hologram', 'message:smell'] },
  },
];
