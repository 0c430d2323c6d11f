import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isTokenFromApple, signToken } from '../../../src/channels/apple-messages/token.ts';
import { verify } from '../../../src/channels/apple-messages/verify.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';
import { credentials, MSP_ID, MSP_SECRET, relayCredentials } from './credentials.ts';

const NOW_SECONDS = 1_790_000_000;
const now = new Date(NOW_SECONDS * 1000);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As Apple makes them, by hand: nothing of the adapter in it. */
function appleToken({
  claims = { aud: MSP_ID, iat: NOW_SECONDS } as object,
  head = { alg: 'HS256', typ: 'JWT' } as object,
  key = Buffer.from(MSP_SECRET, 'base64') as Buffer | string,
  hash = 'sha256',
} = {}): string {
  const signed = `${part(head)}.${part(claims)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}

const request = (headers: WebhookRequest['headers']): WebhookRequest => ({
  method: 'POST',
  headers,
  query: {},
  body: new Uint8Array(),
});

describe('a webhook of Apple', () => {
  it.each([
    ['a token for our MSP', appleToken()],
    ['one for several, ours among them', appleToken({ claims: { aud: ['x', MSP_ID], iat: NOW_SECONDS } })],
    ['one that is an hour old', appleToken({ claims: { aud: MSP_ID, iat: NOW_SECONDS - 3600 } })],
    ['one by a clock that runs ahead', appleToken({ claims: { aud: MSP_ID, iat: NOW_SECONDS + 3599 } })],
    ['one with a fraction of a second', appleToken({ claims: { aud: MSP_ID, iat: NOW_SECONDS - 0.5 } })],
  ])('is authentic with %s', (_name, token) => {
    expect(verify(request({ authorization: `Bearer ${token}` }), credentials, now)).toBe('authentic');
  });

  it('is unsigned without a token', () => {
    expect(verify(request({}), credentials, now)).toBe('unsigned');
  });

  it.each([
    ['no token behind Bearer', 'Bearer '],
    ['another scheme', `Basic ${appleToken()}`],
    ['words', 'Bearer open-sesame'],
    ['a token of four parts', `Bearer ${appleToken()}.x`],
    ['a header that came twice', [`Bearer ${appleToken()}`, `Bearer ${appleToken()}`]],
    ['a token for another MSP', `Bearer ${appleToken({ claims: { aud: 'other', iat: NOW_SECONDS } })}`],
    ['a token for nobody', `Bearer ${appleToken({ claims: { iat: NOW_SECONDS } })}`],
    ['our own kind of token', `Bearer ${appleToken({ claims: { iss: MSP_ID, iat: NOW_SECONDS } })}`],
    [
      'a token older than an hour',
      `Bearer ${appleToken({ claims: { aud: MSP_ID, iat: NOW_SECONDS - 3601 } })}`,
    ],
    ['a token from the future', `Bearer ${appleToken({ claims: { aud: MSP_ID, iat: NOW_SECONDS + 3601 } })}`],
    ['a token of no age', `Bearer ${appleToken({ claims: { aud: MSP_ID } })}`],
    ['another secret', `Bearer ${appleToken({ key: 'guess' })}`],
    ['the secret used as text', `Bearer ${appleToken({ key: MSP_SECRET })}`],
    [
      'a stronger algorithm, which Apple does not use',
      `Bearer ${appleToken({ head: { alg: 'HS512' }, hash: 'sha512' })}`,
    ],
    ['a header that names another algorithm', `Bearer ${appleToken({ head: { alg: 'none' } })}`],
    [
      'no algorithm and no signature',
      `Bearer ${part({ alg: 'none' })}.${part({ aud: MSP_ID, iat: NOW_SECONDS })}.`,
    ],
    ['signed nonsense', `Bearer ${signedNonsense()}`],
  ])('is forged with %s', (_name, authorization) => {
    expect(verify(request({ authorization }), credentials, now)).toBe('forged');
  });

  it('proves nothing to an account without a secret', () => {
    const empty = { ...credentials, mspSecret: '' };
    const token = appleToken({ key: '' });

    expect(verify(request({ authorization: `Bearer ${token}` }), empty, now)).toBe('forged');
  });
});

describe('a webhook of a relay', () => {
  it.each([
    ['authentic', { 'x-relay-secret': 'from-the-relay' }],
    ['forged', { 'x-relay-secret': 'from-the-relay ' }],
    ['forged', { 'x-relay-secret': ['from-the-relay', 'from-the-relay'] }],
    ['unsigned', {}],
    ['unsigned', { authorization: `Bearer ${appleToken()}` }],
  ])('is %s with %j', (verdict, headers) => {
    expect(verify(request(headers), relayCredentials, now)).toBe(verdict);
  });

  it('proves nothing where no header was agreed', () => {
    const open = { ...relayCredentials, relayWebhookHeader: '' };

    expect(verify(request({ '': '' }), open, now)).toBe('forged');
  });
});

describe('a token of ours', () => {
  it('says who we are and since when, signed with the bytes of the secret', async () => {
    const token = await signToken(credentials, now);

    const [head = '', claims = '', signature] = token.split('.');
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(read(head)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(read(claims)).toEqual({ iss: MSP_ID, iat: NOW_SECONDS });
    const hmac = createHmac('sha256', 'demo-msp-secret-32-bytes-long!!!').update(`${head}.${claims}`);
    expect(signature).toBe(hmac.digest('base64url'));
  });

  it('is never taken for one of Apple', async () => {
    expect(isTokenFromApple(await signToken(credentials, now), credentials, now)).toBe(false);
  });
});

function signedNonsense(): string {
  const signature = createHmac('sha256', Buffer.from(MSP_SECRET, 'base64')).update('a.b').digest('base64url');
  return `a.b.${signature}`;
}
