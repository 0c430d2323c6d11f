import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
} from '../../../src/channels/testing/index.ts';

const FOLDER = resolve(import.meta.dirname, '../../fixtures/telegram');

const Cases = z.array(
  z.object({
    name: z.string(),
    update: z.unknown(),
    expected: z.object({
      events: z.array(z.unknown()),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

const inbound = readdirSync(FOLDER).flatMap((file) =>
  Cases.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))).map(({ name, update, expected }) => ({
    name: `${file.replace('.json', '')}: ${name}`,
    body: update,
    expected,
  })),
);

const message = { message_id: 12, date: 1_790_000_000, chat: { id: 7001, type: 'private' } };
const ok = (result: unknown): PlatformAnswer => ({ body: { ok: true, result } });
const refusal = (code: number, description: string, parameters?: object): PlatformAnswer => ({
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
});

const WEBHOOK_URL = 'https://inbox.example/webhooks/channel/account';

/** The Bot API in good order, by method. */
function answer({ path, json }: PlatformRequest): PlatformAnswer {
  const method = path.split('/').at(-1) ?? '';
  if (path.startsWith('/file/')) return { body: 'the bytes of a file' };
  switch (method) {
    case 'getMe':
      return ok({ id: 55, is_bot: true, first_name: 'Acme', username: 'acme_bot' });
    case 'getWebhookInfo':
      return ok({ url: WEBHOOK_URL, pending_update_count: 0 });
    case 'getFile':
      return ok({ file_id: 'f1', file_unique_id: 'u1', file_path: 'photos/file_1.jpg', file_size: 19 });
    case 'getUpdates':
      return ok([]);
    case 'getUserProfilePhotos':
      return ok({
        total_count: 1,
        photos: [[{ file_id: 'f1', file_unique_id: 'u1', width: 160, height: 160 }]],
      });
    case 'sendMediaGroup':
      return ok([message, { ...message, message_id: 13 }]);
    default:
      return ok(/^(?:set|delete|answer|sendChatAction)/u.test(method) || json === undefined ? true : message);
  }
}

/** Bot API 10, "Making requests", "Getting updates" and the methods' pages. */
export const telegramFixtures: ChannelFixtures = {
  credentials: {
    botToken: '55:AAFexampleexampleexampleexampleexa',
    webhookSecret: 'demo-secret_42',
  },
  account: { externalId: '55', username: 'acme_bot' },
  recipient: '7001',
  signature: {
    covers: 'secret',
    sign: (_body, { webhookSecret }) => ({ 'x-telegram-bot-api-secret-token': webhookSecret }),
  },
  inbound,
  platform: {
    answer,
    accepted: [
      {
        name: 'a message',
        answer: ok(message),
        externalIds: ['7001:12'],
        acceptedAt: '2026-09-21T14:13:20.000Z',
      },
    ],
    refused: [
      {
        name: 'too many messages',
        answer: refusal(429, 'Too Many Requests: retry after 17', { retry_after: 17 }),
        kind: 'throttled',
        platformCode: '429',
        retryAfterMs: 17_000,
      },
      {
        name: 'blocked',
        answer: refusal(403, 'Forbidden: bot was blocked by the user'),
        kind: 'rejected',
        cause: 'opted-out',
        platformCode: '403',
      },
      {
        name: 'nobody there',
        answer: refusal(400, 'Bad Request: chat not found'),
        kind: 'rejected',
        cause: 'unreachable',
        platformCode: '400',
      },
      {
        name: 'a revoked token',
        answer: refusal(401, 'Unauthorized'),
        kind: 'unauthorized',
        platformCode: '401',
      },
    ],
  },
  targets: {
    messageExternalId: '7001:12',
    readExternalId: 'bc-1:7001:12',
    acknowledgement: '4382',
    mediaReference: 'f1',
  },
};
