import { createHmac } from 'node:crypto';
import type { ChannelFixtures } from '../../../src/channels/testing/index.ts';

const body = (...events: readonly string[]) => `{"events": [${events.join(', ')}]}`;
const text =
  '{"type": "text", "id": 5741311803571721087, "from": "ada", "at": 1790000000, "text": "Grüße /👋"}';

/** What the model channel's platform would say and do. */
export const modelFixtures: ChannelFixtures = {
  credentials: { secret: 'a model of a secret' },
  account: { externalId: 'acme', username: null },
  recipient: 'ada',
  signature: {
    covers: 'body',
    sign: (bytes, { secret = '' }) => ({
      'x-model-signature': createHmac('sha256', secret).update(bytes).digest('hex'),
    }),
  },
  handshakes: [
    {
      name: 'a challenge',
      request: { method: 'GET', headers: {}, query: { challenge: '42' }, body: new Uint8Array() },
      expected: { status: 200, contentType: 'text/plain', body: '42' },
    },
  ],
  inbound: [
    {
      name: 'a text',
      body: body(text),
      expected: {
        events: [
          {
            kind: 'message',
            externalId: '5741311803571721087',
            sender: { externalId: 'ada' },
            parts: [{ type: 'text', text: 'Grüße /👋' }],
            sentAt: '2026-09-21T14:13:20.000Z',
          },
        ],
      },
    },
    {
      name: 'a text, delivered again',
      body: body(text, '{"type": "ping"}'),
      repeats: 'a text',
      expected: {
        events: [
          {
            kind: 'message',
            externalId: '5741311803571721087',
            sender: { externalId: 'ada' },
            parts: [{ type: 'text', text: 'Grüße /👋' }],
            sentAt: '2026-09-21T14:13:20.000Z',
          },
        ],
        ignored: ['ping'],
      },
    },
    {
      name: 'a picture and a receipt',
      body: body(
        '{"type": "image", "id": 8, "from": "ada", "at": 1790000001, "file": "f1"}',
        '{"type": "receipt", "id": 5, "from": "ada", "at": 1790000002, "status": "delivered"}',
      ),
      expected: {
        events: [
          {
            kind: 'message',
            externalId: '8',
            sender: { externalId: 'ada' },
            parts: [{ type: 'media', kind: 'image', source: { from: 'platform', reference: 'f1' } }],
            sentAt: '2026-09-21T14:13:21.000Z',
          },
          {
            kind: 'receipt',
            status: 'DELIVERED',
            target: { externalId: '5' },
            occurredAt: '2026-09-21T14:13:22.000Z',
          },
        ],
      },
    },
    {
      name: 'a kind that nobody knows',
      body: body('{"type": "hologram", "id": 9, "from": "ada"}'),
      expected: { events: [], unknown: ['event'] },
    },
  ],
  platform: {
    answer: () => ({ body: { id: 1 } }),
    accepted: [
      {
        name: 'a great number',
        answer: { body: '{"id": 5741311803571721088}' },
        externalIds: ['5741311803571721088'],
        acceptedAt: null,
      },
      {
        name: 'one more',
        answer: { body: '{"id": 9007199254740993}' },
        externalIds: ['9007199254740993'],
        acceptedAt: null,
      },
    ],
    repeated: {
      name: 'one that came before',
      answer: { status: 409, body: { id: 1 } },
      externalIds: ['1'],
      acceptedAt: null,
    },
    refused: [
      {
        name: 'too many',
        answer: { status: 429, body: { retry_after: 7 } },
        kind: 'throttled',
        platformCode: '429',
        retryAfterMs: 7_000,
      },
      {
        name: 'gone',
        answer: { status: 410, body: {} },
        kind: 'rejected',
        cause: 'gone',
        platformCode: '410',
      },
      { name: 'no access', answer: { status: 401, body: {} }, kind: 'unauthorized', platformCode: '401' },
    ],
  },
  targets: { messageExternalId: '1' },
};
