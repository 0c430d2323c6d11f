import { createHmac } from 'node:crypto';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
  RefusedFixture,
} from '../../../src/channels/testing/index.ts';
import { callbackFiles } from '../viber/callbacks.ts';

const RECIPIENT = 'qW3rT5yU7iO9pA1sD3fG5h==';

/** As text, because its token would not survive being written as JSON. */
const ok = (fields = ''): PlatformAnswer => ({ body: `{"status":0,"status_message":"ok"${fields}}` });
const refusal = (status: number, name: string): PlatformAnswer => ({
  body: { status, status_message: name, chat_hostname: 'SN-CHAT-03_' },
});

const TOKEN_OF_ANSWER = '6130482957716209042';
const accepted = ok(`,"message_token":${TOKEN_OF_ANSWER},"chat_hostname":"SN-CHAT-03_","billing_status":1`);

/** The REST API in good order, by method. */
function answer({ path }: PlatformRequest): PlatformAnswer {
  switch (path.split('/').at(-1)) {
    case 'get_account_info':
      return ok(',"id":"pa:77","name":"Shop","uri":"shopbot","webhook":"","subscribers_count":412');
    case 'set_webhook':
      return ok(',"event_types":["message"]');
    case 'get_user_details':
      return ok(`,"user":{"id":"${RECIPIENT}","name":"Olena","country":"UA","language":"uk"}`);
    case 'get_online':
      return ok(`,"users":[{"id":"${RECIPIENT}","online_status":0}]`);
    case 'send_message':
    case 'broadcast_message':
      return accepted;
    default:
      return { body: 'the bytes of a file' };
  }
}

const rejected = (status: number, name: string, cause: RefusedFixture['cause']): RefusedFixture => ({
  name,
  answer: refusal(status, name),
  kind: 'rejected',
  platformCode: String(status),
  ...(cause !== undefined && { cause }),
});
const pausing = (status: number, name: string): RefusedFixture => ({
  name,
  answer: refusal(status, name),
  kind: 'unauthorized',
  platformCode: String(status),
});

/** REST API: "Callbacks", "Send message" and "Error codes". */
export const viberFixtures: ChannelFixtures = {
  credentials: {
    authToken: '4a5b6c7d8e9f0a1b-2c3d4e5f6a7b8c9d-0e1f2a3b4c5d6e7f',
    displayName: 'Shop',
  },
  account: { externalId: 'pa:77', username: 'shopbot' },
  recipient: RECIPIENT,
  signature: {
    covers: 'body',
    sign: (body, { authToken = '' }) => ({
      'x-viber-content-signature': createHmac('sha256', authToken).update(body).digest('hex'),
    }),
  },
  inbound: callbackFiles.flatMap(({ about, cases }) =>
    cases
      // What belongs to the handshake stands there; nothing at all can not be changed on its way.
      .filter(({ body, expected }) => body !== '' && !expected.ignored.includes('event:webhook'))
      .map(({ name, body, expected }) => ({ name: `${about}: ${name}`, body, expected })),
  ),
  handshakes: [
    {
      name: 'the call within set_webhook',
      request: {
        method: 'POST',
        headers: {},
        query: {},
        body: new TextEncoder().encode('{"event":"webhook","timestamp":1790000000123}'),
      },
      expected: { status: 200, contentType: 'application/json', body: '{}' },
    },
    {
      name: 'any other event',
      request: {
        method: 'POST',
        headers: {},
        query: {},
        body: new TextEncoder().encode('{"event":"seen","timestamp":1790000000123}'),
      },
      expected: null,
    },
  ],
  // A pin without words: Viber's has none.
  samples: { location: { type: 'location', latitude: 48.2083, longitude: 16.3731 } },
  platform: {
    answer,
    isSending: ({ path }) => /\/(?:send|broadcast)_message$/u.test(path),
    accepted: [
      {
        name: 'a message',
        answer: accepted,
        externalIds: [`${TOKEN_OF_ANSWER}:${RECIPIENT}`],
        acceptedAt: null,
      },
    ],
    refused: [
      { name: 'too many', answer: refusal(12, 'tooManyRequests'), kind: 'throttled', platformCode: '12' },
      pausing(2, 'invalidAuthToken'),
      pausing(8, 'publicAccountNotFound'),
      rejected(3, 'badData', 'invalid-content'),
      rejected(5, 'receiverNotRegistered', 'gone'),
      rejected(6, 'receiverNotSubscribed', 'opted-out'),
      rejected(11, 'receiverNoSuitableDevice', 'unreachable'),
      rejected(23, 'freeMessagesExceeded', 'billing'),
    ],
  },
  targets: {
    messageExternalId: `${TOKEN_OF_ANSWER}:${RECIPIENT}`,
    mediaReference: 'https://media-direct.example/a.jpg',
  },
  exceptions: {
    'fetches the files that contacts send':
      'A file lies at an address of another host, which came with its message: test/channels/viber/download-media.test.ts.',
    'says so when the platform refuses a file': 'That host knows no token, and so refuses nobody for one.',
  },
};
