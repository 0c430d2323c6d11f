import { createHmac } from 'node:crypto';
import type { ChannelFixtures, PlatformAnswer, PlatformRequest } from 'confab/testing';
import { inbound, PEOPLE } from './inbound.ts';

const refusal = (status: number, message: string): PlatformAnswer => ({ status, body: { message } });
const sent = { sentMessages: [{ id: '461230966842064897', quoteToken: 'IStG5h1Tz7b' }] };

/** The Messaging API in good order, by endpoint. */
function answer({ method, path }: PlatformRequest): PlatformAnswer {
  switch (`${method} ${path}`) {
    case 'GET /v2/bot/info':
      return { body: { userId: PEOPLE.BOT, basicId: '@216ru', displayName: 'Acme', chatMode: 'bot' } };
    case 'GET /v2/bot/channel/webhook/endpoint':
      return { body: { endpoint: 'https://inbox.example/webhooks/line/1', active: true } };
    case 'POST /v2/bot/message/push':
      return { body: sent };
    case 'GET /v2/bot/message/101/content':
      return { headers: { 'content-type': 'image/jpeg' }, body: 'the bytes of a picture' };
    default:
      return { body: {} };
  }
}

export const fixtures: ChannelFixtures = {
  credentials: {
    channelSecret: '8c570fa6dd201bb328f1c1eac23a96d8',
    channelAccessToken: `${'nobodys/token+'.repeat(8)}1O/w1cDnyilFU=`,
  },
  account: { externalId: PEOPLE.BOT, username: '@216ru' },
  recipient: PEOPLE.ADA,
  signature: {
    covers: 'body',
    sign: (body, { channelSecret = '' }) => ({
      'x-line-signature': createHmac('sha256', channelSecret).update(body).digest('base64'),
    }),
  },
  inbound,
  platform: {
    answer,
    accepted: [
      { name: 'one message', answer: { body: sent }, externalIds: ['461230966842064897'], acceptedAt: null },
      {
        name: 'several messages',
        answer: { body: { sentMessages: [{ id: '1' }, { id: '2' }] } },
        externalIds: ['1', '2'],
        acceptedAt: null,
      },
    ],
    repeated: {
      name: 'a push that came before',
      answer: { status: 409, body: { message: 'The retry key is already accepted', ...sent } },
      externalIds: ['461230966842064897'],
      acceptedAt: null,
    },
    refused: [
      {
        name: 'too many requests',
        answer: refusal(429, 'The API rate limit has been exceeded. Try again later.'),
        kind: 'throttled',
        platformCode: '429',
      },
      {
        name: 'no messages left this month',
        answer: refusal(429, 'You have reached your monthly limit.'),
        kind: 'rejected',
        cause: 'billing',
        platformCode: '429',
      },
      {
        name: 'nobody there',
        answer: refusal(400, "The property, 'to', in the request body is invalid (line: -, column: -)"),
        kind: 'rejected',
        cause: 'unreachable',
        platformCode: '400',
      },
      {
        name: 'a wrong message',
        answer: refusal(400, 'A message (messages[0]) in the request body is invalid'),
        kind: 'rejected',
        cause: 'invalid-content',
        platformCode: '400',
      },
      {
        name: 'a plan that does not allow it',
        answer: refusal(403, 'Access to this API is not available for your account'),
        kind: 'rejected',
        cause: 'not-permitted',
        platformCode: '403',
      },
      {
        name: 'an old token',
        answer: refusal(
          401,
          'Authentication failed. Confirm that the access token in the authorization header is valid.',
        ),
        kind: 'unauthorized',
        platformCode: '401',
      },
    ],
  },
  targets: { messageExternalId: '461230966842064897', inboundExternalId: '101', mediaReference: '101' },
};
