import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';

const credentials = {
  pageId: '402210991827364',
  pageAccessToken: 'EAAexampletoken',
  appSecret: 'example-app-secret',
  verifyToken: 'example-verify',
};

/** As Meta writes it: everything that is not ASCII as lower-case escapes. */
const ESCAPED =
  '{"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"m","text":"Br\\u00f6tchen \\ud83e\\udd50"}}]}]}';

function request(body: string, headers: WebhookRequest['headers'] = {}): WebhookRequest {
  return { method: 'POST', headers, query: {}, body: new TextEncoder().encode(body) };
}
const sign = (body: string, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('a webhook', () => {
  const verify = (signed: string, sent: string, secret = 'example-app-secret', more = {}) =>
    messenger.webhook?.verify(request(sent, { 'x-hub-signature-256': sign(signed, secret) }), {
      ...credentials,
      ...more,
    });

  it('is proven over the bytes on the wire, where letters are escaped', () => {
    expect(verify(ESCAPED, ESCAPED)).toBe('authentic');
    expect(verify(ESCAPED, JSON.stringify(JSON.parse(ESCAPED)))).toBe('forged');
  });

  it('is taken with the secret of before while it is being replaced', () => {
    expect(verify(ESCAPED, ESCAPED, 'old-secret', { previousAppSecret: 'old-secret' })).toBe('authentic');
    expect(verify(ESCAPED, ESCAPED, 'old-secret')).toBe('forged');
  });

  it('without a signature, or with the old kind only, proves nothing', () => {
    expect(messenger.webhook?.verify(request(ESCAPED), credentials)).toBe('unsigned');
    expect(messenger.webhook?.verify(request(ESCAPED, { 'x-hub-signature': 'sha1=00' }), credentials)).toBe(
      'unsigned',
    );
  });

  it('address is ours for whoever knows the verify token', () => {
    const ask = (token: string) =>
      messenger.webhook?.answerHandshake?.(
        {
          ...request(''),
          method: 'GET',
          query: { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '99182734' },
        },
        credentials,
      );

    expect(ask('example-verify')).toMatchObject({ status: 200, body: '99182734' });
    expect(ask('guessed')).toMatchObject({ status: 403 });
  });
});

describe('credentials', () => {
  it('that look right have no problems', () => {
    expect(messenger.checkCredentials(credentials)).toEqual([]);
    expect(messenger.checkCredentials({ ...credentials, appId: '555001928374' })).toEqual([]);
  });

  it.each([
    ['pageId', 'Bäckerei'],
    ['pageAccessToken', 'two words'],
    ['appSecret', ''],
    ['previousAppSecret', 'two words'],
    ['verifyToken', ''],
    ['appId', 'app'],
  ])('name %s when it is "%s"', (field, value) => {
    const problems = messenger.checkCredentials({ ...credentials, [field]: value });

    expect(problems.map((problem) => problem.field)).toEqual([field]);
  });

  it('that are secrets are marked as such', () => {
    const open = messenger.credentialFields.filter(({ isSecret }) => !isSecret).map(({ name }) => name);

    expect(open).toEqual(['pageId', 'appId']);
  });
});

describe('a deep link', () => {
  const page = { externalId: '402210991827364', displayName: 'Voigt', username: 'baecker' };

  it('leads to the Page with its reference, by name or by number', () => {
    expect(messenger.deepLink?.(page, 'qr-tisch.4')).toBe('https://m.me/baecker?ref=qr-tisch.4');
    expect(messenger.deepLink?.({ ...page, username: null }, 'a+b=')).toBe(
      'https://m.me/402210991827364?ref=a%2Bb%3D',
    );
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(2084), 'a&b'])(
    'is not made for a ref that would not come back: "%s"',
    (ref) => {
      expect(() => messenger.deepLink?.(page, ref)).toThrow(RangeError);
    },
  );
});

describe('the facts of the channel', () => {
  it('keep within what Meta states for any second, also with sound and film', () => {
    const [limit] = messenger.capabilities.rateLimits;
    const most = (limit?.messages ?? 0) + (limit?.burst ?? 0);

    expect(most).toBe(300);
    expect(most / 30).toBe(10);
  });

  it('leave out what Messenger does not have', () => {
    expect(messenger.capabilities).toMatchObject({ retryKey: null, caption: null, maxAlbumSize: 1 });
    expect(messenger.edit).toBeUndefined();
    expect(messenger.delete).toBeUndefined();
    expect(messenger.polling).toBeUndefined();
  });

  it('name their sources', () => {
    for (const { source } of [...messenger.policyEditions, ...messenger.capabilities.rateLimits]) {
      expect(source).toMatch(/^https:\/\/developers\.facebook\.com\//u);
    }
  });
});
