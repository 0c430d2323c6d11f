import { describe, expect, it } from 'vitest';
import { deepLink } from '../../../src/channels/apple-messages/deep-link.ts';
import { parseMessage } from '../../../src/channels/apple-messages/parse.ts';
import { BUSINESS_ID } from './credentials.ts';

const account = { externalId: BUSINESS_ID, displayName: 'Acme', username: null };

describe('a link to the business', () => {
  it.each([
    ['order_status', '?biz-intent-id=order_status'],
    ['order_status@support', '?biz-intent-id=order_status&biz-group-id=support'],
    ['@support', '?biz-group-id=support'],
    ['Rückgabe heute', '?biz-intent-id=R%C3%BCckgabe%20heute'],
  ])('carries %s, encoded once', (ref, query) => {
    expect(deepLink(account, ref)).toBe(`https://bcrw.apple.com/urn:biz:${BUSINESS_ID}${query}`);
  });

  it.each(['order_status', 'order_status@support', '@support'])('brings %s back', (ref) => {
    const query = new URL(deepLink(account, ref)).searchParams;
    const body = {
      id: 'm1',
      type: 'text',
      sourceId: 'urn:mbid:ada',
      body: 'Hello',
      intent: query.get('biz-intent-id') ?? undefined,
      group: query.get('biz-group-id') ?? undefined,
    };

    const { events } = parseMessage(Buffer.from(JSON.stringify(body)), { ...account, settings: {} });

    expect(events[0]?.event).toMatchObject({ referral: { ref, source: 'deep-link' } });
  });

  it.each(['', '@', 'a@', 'a@b@c', 'a&b', 'a/b', 'a#b', '(a)', 'x'.repeat(101)])(
    'can not carry %j',
    (ref) => {
      expect(() => deepLink(account, ref)).toThrow(RangeError);
    },
  );
});
