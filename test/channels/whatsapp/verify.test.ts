import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answerHandshake, verify } from '../../../src/channels/whatsapp/verify.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';

const credentials = { appSecret: 'app-secret', verifyToken: 'verify-token' };
/** As Meta writes it: what is not ASCII stands as an escape. */
const BODY = Buffer.from('{"object":"whatsapp_business_account","entry":[{"id":"1","x":"\\ud83d\\udc4d"}]}');

const sign = (body: Uint8Array, secret = 'app-secret') =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function post(body: Uint8Array, signature: string | readonly string[] | undefined): WebhookRequest {
  const headers = signature === undefined ? {} : { 'x-hub-signature-256': signature };
  return { method: 'POST', headers, query: {}, body };
}

const get = (query: WebhookRequest['query']): WebhookRequest => ({
  method: 'GET',
  headers: {},
  query,
  body: new Uint8Array(),
});

describe('who brings an event', () => {
  it('is Meta when the bytes are signed with the secret of the app', () => {
    expect(verify(post(BODY, sign(BODY)), credentials)).toBe('authentic');
  });

  it('is Meta too with the secret that is being replaced', () => {
    const rotating = { ...credentials, previousAppSecret: 'older-secret' };

    expect(verify(post(BODY, sign(BODY, 'older-secret')), rotating)).toBe('authentic');
  });

  it('is nobody when any one bit of the body or of the signature is another', () => {
    const signature = sign(BODY);

    for (let bit = 0; bit < BODY.length * 8; bit += 1) {
      const flipped = Buffer.from(BODY);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verify(post(flipped, signature), credentials)).toBe('forged');
    }
    for (let at = 0; at < signature.length; at += 1) {
      const other = signature[at] === '0' ? '1' : '0';
      const changed = signature.slice(0, at) + other + signature.slice(at + 1);
      expect(verify(post(BODY, changed), credentials)).toBe('forged');
    }
  });

  it('is nobody when the same JSON was written in another way', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));

    expect(verify(post(rewritten, sign(BODY)), credentials)).toBe('forged');
  });

  it.each([
    ['no header', undefined, 'unsigned'],
    ['an empty one', '', 'forged'],
    ['the digest alone', sign(BODY).slice(7), 'forged'],
    ['capital letters', sign(BODY).toUpperCase(), 'forged'],
    ['two of them', [sign(BODY), sign(BODY)], 'forged'],
    ['another secret', sign(BODY, 'other'), 'forged'],
  ])('is nobody with %s', (_, signature, verdict) => {
    expect(verify(post(BODY, signature), credentials)).toBe(verdict);
  });

  it('is nobody while the account has no secret, whatever is signed with an empty one', () => {
    expect(verify(post(BODY, sign(BODY, '')), { appSecret: '', previousAppSecret: '' })).toBe('forged');
    expect(verify(post(BODY, sign(BODY, '')), {})).toBe('forged');
  });
});

describe('the question whether an address is ours', () => {
  const asked = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'verify-token',
    'hub.challenge': '1840271193',
  };

  it('is answered with the challenge and nothing else', () => {
    expect(answerHandshake(get(asked), credentials)).toEqual({
      status: 200,
      contentType: 'text/plain',
      body: '1840271193',
    });
  });

  it.each([
    ['another token', { ...asked, 'hub.verify_token': 'verify-tokeN' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...asked, 'hub.mode': 'unsubscribe' }],
    ['nothing at all', {}],
  ])('is refused with %s', (_, query) => {
    expect(answerHandshake(get(query), credentials)?.status).toBe(403);
  });

  it('is no event, and an event is no such question', () => {
    expect(answerHandshake(post(BODY, sign(BODY)), credentials)).toBeNull();
  });
});
