import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
} from '../../../src/channels/testing/index.ts';

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
