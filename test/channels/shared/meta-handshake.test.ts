import { describe, expect, it } from 'vitest';
import { answerMetaHandshake } from '../../../src/channels/shared/meta-handshake.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';

const get = (query: Record<string, string>): WebhookRequest => ({
  method: 'GET',
  headers: {},
  query,
  body: new Uint8Array(),
});
const subscription = {
  'hub.mode': 'subscribe',
  'hub.verify_token': 'our-token',
  'hub.challenge': '1840271193',
};

describe("Meta's question whether an address is ours", () => {
  it('is answered with the challenge and nothing else', () => {
    expect(answerMetaHandshake(get(subscription), 'our-token')).toEqual({
      status: 200,
      contentType: 'text/plain',
      body: '1840271193',
    });
  });

  it.each([
    ['another token', { ...subscription, 'hub.verify_token': 'theirs' }, 'our-token'],
    ['another mode', { ...subscription, 'hub.mode': 'unsubscribe' }, 'our-token'],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, 'our-token'],
    ['no token of ours', { ...subscription, 'hub.verify_token': '' }, ''],
    ['no credentials of ours', subscription, undefined],
    ['nothing at all', {}, 'our-token'],
  ])('is refused with 403 and without the challenge: %s', (_, query, verifyToken) => {
    expect(answerMetaHandshake(get(query), verifyToken)).toMatchObject({ status: 403, body: '' });
  });

  it('is no POST', () => {
    expect(answerMetaHandshake({ ...get(subscription), method: 'POST' }, 'our-token')).toBeNull();
  });
});
