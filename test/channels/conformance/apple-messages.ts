import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
} from '../../../src/channels/testing/index.ts';
import type { WireRequest } from '../../../src/core/channel/index.ts';

const FOLDER = resolve(import.meta.dirname, '../../fixtures/apple-messages');
const BUSINESS = '5f0c1b7e-0000-4000-8000-00000000b1b1';
const CUSTOMER = 'urn:mbid:AQAAYdemo1=';

const Cases = z.array(
  z.object({
    name: z.string(),
    body: z.unknown(),
    expected: z.object({
      events: z.array(z.unknown()),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

const inbound = readdirSync(FOLDER).flatMap((file) =>
  Cases.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))).map(({ name, body, expected }) => ({
    name: `${file.replace('.json', '')}: ${name}`,
    body,
    expected,
  })),
);

/** The MSP REST API in good order, with Apple's store of files at the same place. */
function answer({ path, headers }: PlatformRequest): PlatformAnswer {
  const here = `http://${headers.host}`;
  switch (path) {
    case '/preUpload':
      return { body: { 'upload-url': `${here}/store`, 'mmcs-url': 'mmcs://file', 'mmcs-owner': 'owner' } };
    case '/store':
      return { body: { singleFile: { fileChecksum: 'AQID' } } };
    case '/preDownload':
      return { body: { 'download-url': `${here}/file` } };
    case '/file':
      return { body: 'ciphertext' };
    default:
      return { body: '' };
  }
}

/** A preview names a file; what it came to at Apple, and its key, are known when it is there. */
function sentAs({ body, files }: WireRequest, received: unknown): unknown {
  if (files.length === 0) return body;
  const sent = Sent.parse(received);
  if (sent.richLinkData !== undefined) {
    return { ...body, richLinkData: { ...Object(body.richLinkData), assets: sent.richLinkData.assets } };
  }
  const attachments = (sent.attachments ?? []).map((place, index) => ({
    ...place,
    ...Object(Object(body.attachments)[index]),
  }));
  return { ...body, attachments };
}

const Sent = z.looseObject({
  attachments: z
    .array(
      z.strictObject({
        name: z.string(),
        mimeType: z.string(),
        url: z.literal('mmcs://file'),
        owner: z.literal('owner'),
        key: z.string().regex(/^00[0-9a-f]{64}$/u),
        'signature-base64': z.literal('AQID'),
        size: z.string().regex(/^\d+$/u),
      }),
    )
    .optional(),
  richLinkData: z
    .looseObject({
      assets: z.strictObject({ image: z.strictObject({ data: z.base64(), mimeType: z.string() }) }),
    })
    .optional(),
});

const refusal = (status: number, body: string, headers: Record<string, string> = {}): PlatformAnswer => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
});

/** MSP REST API 4, "Common specifications" and the pages of the messages. */
export const appleMessagesFixtures: ChannelFixtures = {
  credentials: {
    mspId: 'c0ffee00-0000-4000-8000-000000000001',
    mspSecret: 'ZGVtby1tc3Atc2VjcmV0LTMyLWJ5dGVzLWxvbmchISE=',
    businessId: BUSINESS,
  },
  account: { externalId: BUSINESS, username: null },
  recipient: CUSTOMER,
  signature: {
    covers: 'secret',
    sign: (_body, { mspId, mspSecret = '' }) => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const signed = `${part({ alg: 'HS256' })}.${part({ aud: mspId, iat: Math.floor(Date.now() / 1000) })}`;
      const key = Buffer.from(mspSecret, 'base64');
      return {
        authorization: `Bearer ${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`,
      };
    },
  },
  inbound,
  platform: {
    answer,
    sentAs,
    isSending: ({ path }) => path === '/message' || path === '/authenticate',
    accepted: [
      {
        name: 'a message',
        answer: { body: '' },
        externalIds: ['0198f000-0000-7000-8000-000000000001'],
        acceptedAt: null,
      },
    ],
    refused: [
      {
        name: 'too many messages',
        answer: refusal(429, 'slow down', { 'retry-after': '17' }),
        kind: 'throttled',
        platformCode: '429',
        retryAfterMs: 17_000,
      },
      {
        name: 'malformed',
        answer: refusal(400, "Third party interactive data disallows use of 'data'"),
        kind: 'rejected',
        cause: 'invalid-content',
        platformCode: '400',
      },
      {
        name: 'an unknown customer',
        answer: refusal(404, 'unknown destination-id'),
        kind: 'rejected',
        cause: 'unreachable',
        platformCode: '404',
      },
      {
        name: 'a closed conversation',
        answer: refusal(410, 'closed'),
        kind: 'rejected',
        cause: 'opted-out',
        platformCode: '410',
      },
      { name: 'no authorization', answer: refusal(401, ''), kind: 'unauthorized', platformCode: '401' },
      { name: 'a wrong token', answer: refusal(403, ''), kind: 'unauthorized', platformCode: '403' },
    ],
  },
  exceptions: {
    'says that nobody knows when the answer can not be read':
      'Apple answers a message that it took with an empty 200. Answers that break off are in the tests of sending.',
  },
  targets: {
    messageExternalId: '0198f000-0000-7000-8000-000000000001',
    mediaReference: JSON.stringify({
      url: 'mmcs://file',
      owner: 'owner',
      signature: 'AQID',
      key: `00${'ab'.repeat(32)}`,
    }),
  },
};
