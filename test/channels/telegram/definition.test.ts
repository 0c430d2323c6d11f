import { describe, expect, it } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import { publicCredentials, type WebhookRequest } from '../../../src/core/channel/index.ts';

const credentials = {
  botToken: '123456789:AAFexampleexampleexampleexampleexa',
  webhookSecret: 'demo-secret_42',
};
const HEADER = 'x-telegram-bot-api-secret-token';

function request(headers: WebhookRequest['headers']): WebhookRequest {
  return { method: 'POST', headers, query: {}, body: new TextEncoder().encode('{}') };
}

describe('an update at our door', () => {
  it.each<[string, WebhookRequest['headers'], string]>([
    ['the secret', { [HEADER]: 'demo-secret_42' }, 'authentic'],
    ['another secret', { [HEADER]: 'demo-secret_43' }, 'forged'],
    ['the beginning of the secret', { [HEADER]: 'demo' }, 'forged'],
    ['an empty secret', { [HEADER]: '' }, 'forged'],
    ['the secret twice', { [HEADER]: ['demo-secret_42', 'demo-secret_42'] }, 'forged'],
    ['nothing', {}, 'unsigned'],
  ])('with %s is %s', (_, headers, verdict) => {
    expect(telegram.webhook?.verify(request(headers), credentials)).toBe(verdict);
  });

  it.each([{}, { webhookSecret: '' }])('is not believed when we have no secret ourselves (%j)', (none) => {
    expect(telegram.webhook?.verify(request({ [HEADER]: '' }), none)).toBe('forged');
  });
});

describe('credentials', () => {
  it.each<[Record<string, string>, readonly string[]]>([
    [credentials, []],
    [{ botToken: credentials.botToken }, []],
    [{}, ['botToken']],
    [{ botToken: 'no token' }, ['botToken']],
    [{ botToken: `${credentials.botToken} ` }, ['botToken']],
    [{ botToken: '1:a/../b' }, ['botToken']],
    [{ ...credentials, webhookSecret: 'sp ace' }, ['webhookSecret']],
    [{ ...credentials, webhookSecret: 'x'.repeat(257) }, ['webhookSecret']],
  ])('are checked by their shape: %j', (given, fields) => {
    const problems = telegram.checkCredentials(given);

    expect(problems.map(({ field }) => field)).toEqual(fields);
    expect(JSON.stringify(problems)).not.toContain('AAFexample');
  });

  it('are all secret, and the webhook secret is made when nobody gives one', () => {
    expect(publicCredentials(telegram.credentialFields, credentials)).toEqual({});
    expect(
      telegram.credentialFields.filter(({ isGenerated }) => isGenerated).map(({ name }) => name),
    ).toEqual(['webhookSecret']);
  });
});

describe('a deep link', () => {
  const account = { externalId: '55', displayName: 'Acme', username: 'acme_bot' };

  it('leads to the bot with its payload', () => {
    expect(telegram.deepLink?.(account, 'spring26_A')).toBe('https://t.me/acme_bot?start=spring26_A');
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(65), 'a&start=b'])(
    'is not made for a ref that would not come back: "%s"',
    (ref) => {
      expect(() => telegram.deepLink?.(account, ref)).toThrow(RangeError);
    },
  );
});

describe('the facts of the channel', () => {
  it('keep within what Telegram states for any interval', () => {
    const most = (scope: string, intervalMs: number) =>
      telegram.capabilities.rateLimits
        .filter((limit) => limit.scope === scope)
        .map(({ messages, perMs, burst }) => burst + Math.floor((messages * intervalMs) / perMs));

    expect(most('account', 1000)).toEqual([30]);
    expect(most('group', 60_000)).toEqual([20]);
  });

  it('leave out what Telegram does not have', () => {
    expect(telegram.capabilities).toMatchObject({
      receipts: [],
      retryKey: null,
      messagingWindowMs: null,
    });
    expect(telegram.broadcast).toBeUndefined();
  });

  it('name their sources', () => {
    for (const { source } of [...telegram.policyEditions, ...telegram.capabilities.rateLimits]) {
      expect(source).toMatch(/^https:\/\/core\.telegram\.org\//u);
    }
  });
});
