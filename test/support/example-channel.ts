import {
  ChannelError,
  defineChannel,
  type InboundEvent,
  type ParsedPayload,
} from '../../src/core/channel/index.ts';

/**
 * A channel without a platform, for tests of the core. Webhook bodies are lists of neutral events as JSON
 * (`exampleBody`), proven by a header that holds the account's `webhookSecret`. Sending is one POST to
 * `<apiBaseUrl>/send`, whose status plays the platform's answer.
 */
export const exampleChannel = defineChannel({
  name: 'example',
  displayName: 'Example',
  capabilities: {
    parts: { inbound: ['text', 'media'], outbound: ['text'] },
    text: { maxLength: 4096, countedIn: 'utf16', formatting: [] },
    caption: null,
    media: {},
    maxAlbumSize: 1,
    choice: null,
    cards: null,
    edits: { inbound: true, outbound: null },
    deletes: { inbound: true, outbound: null },
    reactions: { inbound: true, outbound: null },
    replies: { inbound: true, outbound: true },
    typing: { inbound: true, outbound: null },
    readMarks: { outbound: false },
    receipts: ['DELIVERED', 'READ', 'FAILED'],
    initiation: 'customer',
    messagingWindowMs: null,
    retryKey: null,
    rateLimits: [],
  },
  credentialFields: [
    {
      name: 'webhookSecret',
      label: 'Webhook secret',
      description: 'Comes with every webhook.',
      isSecret: true,
      isRequired: true,
    },
    {
      name: 'accountId',
      label: 'Account id',
      description: 'How the platform names the account.',
      isSecret: false,
      isRequired: true,
    },
  ],
  settingFields: [],
  defaultApiBaseUrl: 'https://api.example.invalid',
  policyEditions: [
    {
      name: 'example/2020-01-01',
      channel: 'example',
      effectiveFrom: '2020-01-01',
      title: 'Customers write first',
      source: 'test/support/example-channel.ts',
      rules: ['opted-out', 'customer-first'],
    },
  ],
  checkCredentials: () => [],
  connect: async ({ credentials }) => ({
    steps: [{ name: 'whoami', isOk: true, description: 'The account is known.', platformCode: null }],
    account: { externalId: credentials.accountId ?? 'example', displayName: 'Example', username: null },
  }),
  webhook: {
    verify: ({ headers }, { webhookSecret }) => {
      const given = headers['x-example-secret'];
      if (given === undefined) return 'unsigned';
      return given === webhookSecret ? 'authentic' : 'forged';
    },
    parse: parseEvents,
  },
  // Whatever is sent in is approved at once, and nothing is kept.
  templates: {
    list: async () => ({ templates: [], nextCursor: null }),
    checkDraft: ({ body }) => (body.text === '' ? [{ path: 'body.text', message: 'It has words.' }] : []),
    create: async ({ name, category }) => ({
      externalId: name,
      status: 'APPROVED',
      platformStatus: 'APPROVED',
      category,
    }),
    edit: async () => {},
    delete: async () => {},
  },
  render: ({ parts, recipient, id }) => ({
    kind: 'rendered',
    requests: [
      {
        operation: 'send',
        body: { id, to: recipient.externalId, parts },
        files: [],
        partIndexes: parts.map((_, index) => index),
        cost: 1,
      },
    ],
    losses: [],
  }),
  send: async ({ operation, body }, { apiBaseUrl, fetch, signal }) => {
    const response = await fetch(`${apiBaseUrl}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    if (response.ok) {
      const { externalIds }: { externalIds: string[] } = await response.json();
      return { externalIds, acceptedAt: null };
    }
    const facts = { platformCode: String(response.status) };
    if (response.status === 429) {
      const retryAfterMs = Number(response.headers.get('retry-after') ?? 1) * 1000;
      throw new ChannelError('throttled', 'Too many messages.', { ...facts, retryAfterMs });
    }
    if (response.status === 401) throw new ChannelError('unauthorized', 'Who are you?', facts);
    // This platform says 503 before it has looked at a request; its other 5xx say nothing.
    if (response.status === 503) throw new ChannelError('unavailable', 'Come back later.', facts);
    if (response.status < 500) throw new ChannelError('rejected', 'No.', { ...facts, cause: 'other' });
    throw new ChannelError('indeterminate', 'The platform stumbled.', facts);
  },
});

/** What the platform would post for these events. */
export function exampleBody(...events: readonly InboundEvent[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(events));
}

function parseEvents(body: Uint8Array): ParsedPayload {
  try {
    const events: InboundEvent[] = JSON.parse(new TextDecoder().decode(body), withDates);
    return {
      events: events.map((event) => ({ accountExternalId: null, event })),
      unknown: [],
      ignored: [],
    };
  } catch {
    return { events: [], unknown: ['not a list of events'], ignored: [] };
  }
}

const withDates = (key: string, value: unknown): unknown =>
  /At$|^upTo$/u.test(key) && typeof value === 'string' ? new Date(value) : value;
