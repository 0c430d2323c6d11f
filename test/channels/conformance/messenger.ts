import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
  RefusedFixture,
} from '../../../src/channels/testing/index.ts';

const PAGE_ID = '402210991827364';
const PERSON = '7712003344556677';
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/messenger');

const Cases = z.array(
  z.object({
    name: z.string(),
    body: z.unknown(),
    expected: z.object({
      events: z.array(z.object({ accountExternalId: z.string().nullable(), event: z.unknown() })),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

const inbound = readdirSync(FIXTURES).flatMap((file) =>
  Cases.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')))
    // Shown by `repeats` in another way: here one id twice is a mistake.
    .filter(({ name }) => name !== 'the same message twice')
    .map(({ name, body, expected }) => ({
      name: `${file.replace('.json', '')}: ${name}`,
      body,
      expected: { ...expected, events: expected.events.map(({ event }) => event) },
    })),
);

const page = { id: PAGE_ID, name: 'Bakery', username: 'baecker' };
/** Long ago by any clock, so that the time of acceptance is the platform's. */
const accepted: PlatformAnswer = {
  headers: { date: 'Tue, 01 Sep 2026 04:40:09 GMT' },
  body: { recipient_id: PERSON, message_id: 'm_DocOUT900' },
};

/** The Graph API in good order. */
function answer({ method, path }: PlatformRequest): PlatformAnswer {
  const [, , node, edge] = path.split('/');
  if (edge === 'messages') return accepted;
  if (edge === 'message_attachments') return { body: { attachment_id: '990017' } };
  if (edge === 'subscribed_apps' && method === 'GET') {
    return { body: { data: [{ id: '555001928374', subscribed_fields: ['messages'] }] } };
  }
  if (edge !== undefined) return { body: { success: true, result: 'success' } };
  return { body: node === 'me' ? page : { id: PERSON, first_name: 'Mara', last_name: 'Voigt' } };
}

const refused = (
  kind: RefusedFixture['kind'],
  code: number,
  subcode: number | null,
  cause?: RefusedFixture['cause'],
): RefusedFixture => ({
  name: subcode === null ? String(code) : `${code}/${subcode}`,
  answer: {
    status: 400,
    body: { error: { message: 'words', code, ...(subcode !== null && { error_subcode: subcode }) } },
  },
  kind,
  platformCode: subcode === null ? String(code) : `${code}/${subcode}`,
  ...(cause !== undefined && { cause }),
});

/** Messenger Platform: webhook events, Send API, error codes. */
export const messengerFixtures: ChannelFixtures = {
  credentials: {
    pageId: PAGE_ID,
    pageAccessToken: 'EAAexampletoken',
    appSecret: 'example-app-secret',
    verifyToken: 'example-verify',
    appId: '555001928374',
  },
  account: { externalId: PAGE_ID, username: 'baecker' },
  recipient: PERSON,
  signature: {
    covers: 'body',
    sign: (body, { appSecret = '' }) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
    }),
  },
  inbound,
  handshakes: [
    {
      name: 'with our token',
      request: {
        method: 'GET',
        headers: {},
        query: { 'hub.mode': 'subscribe', 'hub.verify_token': 'example-verify', 'hub.challenge': '99182734' },
        body: new Uint8Array(),
      },
      expected: { status: 200, contentType: 'text/plain', body: '99182734' },
    },
    {
      name: 'with another token',
      request: {
        method: 'GET',
        headers: {},
        query: { 'hub.mode': 'subscribe', 'hub.verify_token': 'guessed', 'hub.challenge': '99182734' },
        body: new Uint8Array(),
      },
      expected: { status: 403, contentType: 'text/plain', body: '' },
    },
  ],
  samples: {
    template: { type: 'template', name: 'order_update', language: 'de', variables: { '1': 'Mara' } },
  },
  platform: {
    answer,
    // Whatever has yet to be uploaded has its id by then.
    sentAs: ({ body }) => JSON.parse(JSON.stringify(body).replaceAll(/attach:\/\/\w+/gu, '990017')),
    isSending: ({ path, json }) => path.endsWith('/messages') && 'message' in Object(json),
    accepted: [
      {
        name: 'a message',
        answer: accepted,
        externalIds: ['m_DocOUT900'],
        acceptedAt: '2026-09-01T04:40:09.000Z',
      },
    ],
    refused: [
      refused('throttled', 80006, null),
      refused('throttled', 613, null),
      refused('unauthorized', 190, 463),
      refused('unauthorized', 200, null, 'not-permitted'),
      refused('rejected', 10, 2018278, 'window-closed'),
      refused('rejected', 551, null, 'unreachable'),
      refused('rejected', 100, 1893061, 'invalid-content'),
      refused('unavailable', 2, null),
      refused('indeterminate', 1, null),
    ],
  },
  targets: {
    messageExternalId: 'm_DocOUT900',
    inboundExternalId: 'm_DocAAA111',
    mediaReference: 'https://scontent.example/i/1.jpg',
  },
  exceptions: {
    'declares what its functions can do, and nothing else':
      'Utility templates are made and approved in Meta’s own tools; here they are sent only.',
    'fetches the files that contacts send':
      'A file lies at an address of another host, which came with its message: test/channels/messenger/actions.test.ts.',
    'says so when the platform refuses a file': 'That host knows no token, and so refuses nobody for one.',
  },
};
