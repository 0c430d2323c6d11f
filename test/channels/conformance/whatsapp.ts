import { createHmac } from 'node:crypto';
import type {
  ChannelFixtures,
  PlatformAnswer,
  PlatformRequest,
} from '../../../src/channels/testing/index.ts';
import type { WebhookRequest, WireRequest } from '../../../src/core/channel/index.ts';
import { account, inboundFixtures } from '../whatsapp/fixtures.ts';

const NUMBER_ID = '118826403377915';
const BUSINESS_ID = '204718390551002';
const UPLOADED = '880017744120960';

/** Meta puts one message twice into one body sometimes; the kit takes two of one id for a mistake. */
const REPEATED_WITHIN = 'the same message twice';

const taken = (contact: object): PlatformAnswer => ({
  body: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: 'wamid.OUT7' }] },
});
const refusal = (code: number, status = 400, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers,
  body: { error: { message: `(#${code})`, type: 'OAuthException', code, error_data: { details: 'no' } } },
});

/** The Graph API in good order. */
function answer({ path, method, headers, json }: PlatformRequest): PlatformAnswer {
  if (path.startsWith('/file')) return { body: 'the bytes of a file' };
  const [, , object = '', edge = ''] = path.split('/');
  if (edge === 'message_templates') {
    return method === 'GET'
      ? { body: { data: [] } }
      : { body: { id: '1', status: 'PENDING', success: true } };
  }
  if (edge === 'media') return { body: { id: UPLOADED } };
  if (edge === 'subscribed_apps') return { body: { success: true } };
  if (edge !== '') {
    return 'status' in Object(json)
      ? { body: { success: true } }
      : taken({ input: '1', wa_id: '491713920077' });
  }
  if (object === NUMBER_ID) {
    return { body: { id: NUMBER_ID, display_phone_number: '+49 30 901820', verified_name: 'Lindenhof' } };
  }
  if (object === BUSINESS_ID) return { body: { id: BUSINESS_ID, name: 'Lindenhof' } };
  return { body: { id: object, url: `http://${headers.host}/file`, mime_type: 'image/jpeg' } };
}

/** The id of the upload stands where the rendering had its place. */
function sentAs({ body, files }: WireRequest): unknown {
  if (files.length === 0) return body;
  return JSON.parse(JSON.stringify(body).replaceAll(/attach:\/\/[a-z]+/gu, UPLOADED));
}

const asked = (token: string): WebhookRequest => ({
  method: 'GET',
  headers: {},
  query: { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1840271193' },
  body: new Uint8Array(),
});

export const whatsappFixtures: ChannelFixtures = {
  credentials: {
    phoneNumberId: NUMBER_ID,
    businessAccountId: BUSINESS_ID,
    accessToken: 'EAAexampleexampleexample',
    appSecret: 'an app secret that is nobody’s'.replaceAll(' ', '-'),
    verifyToken: 'verify-token',
  },
  account: { externalId: NUMBER_ID, username: account.username },
  recipient: '491713920077',
  signature: {
    covers: 'body',
    sign: (body, { appSecret = '' }) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
    }),
  },
  inbound: inboundFixtures.flatMap(({ about, cases }) =>
    cases
      .filter(({ name, text }) => text !== '' && name !== REPEATED_WITHIN)
      .map(({ name, text, expected: { events, ...labels } }) => ({
        name: `${about}: ${name}`,
        body: text,
        expected: { events: events.map((owned) => Object(owned).event), ...labels },
      })),
  ),
  handshakes: [
    {
      name: 'with our token',
      request: asked('verify-token'),
      expected: { status: 200, contentType: 'text/plain', body: '1840271193' },
    },
    {
      name: 'with another',
      request: asked('another'),
      expected: { status: 403, contentType: 'text/plain', body: '' },
    },
  ],
  samples: {
    template: { type: 'template', name: 'order_ready', language: 'en', variables: { '1': '4471' } },
  },
  platform: {
    answer,
    sentAs,
    isSending: ({ path, json }) => path.endsWith('/messages') && 'type' in Object(json),
    accepted: [
      {
        name: 'by phone number',
        answer: taken({ input: '1', wa_id: '491713920077' }),
        externalIds: ['wamid.OUT7'],
        acceptedAt: null,
      },
      {
        name: 'held back for a moment',
        answer: { body: { messages: [{ id: 'wamid.1', message_status: 'held_for_quality_assessment' }] } },
        externalIds: ['wamid.1'],
        acceptedAt: null,
      },
    ],
    refused: [
      {
        name: 'too many messages of the number',
        answer: refusal(130429, 429, { 'retry-after': '17' }),
        kind: 'throttled',
        platformCode: '130429',
        retryAfterMs: 17_000,
      },
      { name: 'too many to one person', answer: refusal(131056), kind: 'throttled', platformCode: '131056' },
      {
        name: 'after the 24 hours',
        answer: refusal(131047),
        kind: 'rejected',
        cause: 'window-closed',
        platformCode: '131047',
      },
      {
        name: 'no such template',
        answer: refusal(132001, 404),
        kind: 'rejected',
        cause: 'template-problem',
        platformCode: '132001',
      },
      { name: 'overloaded', answer: refusal(131016, 503), kind: 'unavailable', platformCode: '131016' },
      { name: 'a revoked token', answer: refusal(190, 401), kind: 'unauthorized', platformCode: '190' },
    ],
  },
  targets: {
    messageExternalId: 'wamid.OUT7',
    inboundExternalId: 'wamid.HBgMREF0MDAx',
    mediaReference: '880017744120951',
  },
};
