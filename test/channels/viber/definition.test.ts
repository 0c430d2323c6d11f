import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { publicCredentials } from '../../../src/core/channel/index.ts';
import { TOKEN } from './scripted-viber.ts';

const credentials = { authToken: TOKEN, displayName: 'Shop', avatarUrl: 'https://cdn.example.org/a.png' };

describe('credentials', () => {
  it.each<[Record<string, string>, readonly string[]]>([
    [credentials, []],
    [{ authToken: TOKEN, displayName: 'Shop' }, []],
    [{ ...credentials, displayName: 'x'.repeat(100), avatarUrl: '' }, []],
    [{}, ['authToken', 'displayName']],
    [{ ...credentials, authToken: 'no-token' }, ['authToken']],
    [{ ...credentials, authToken: `${TOKEN}\n` }, ['authToken']],
    [{ ...credentials, authToken: `${TOKEN}-0` }, ['authToken']],
    [{ ...credentials, displayName: '  ' }, ['displayName']],
    [{ ...credentials, avatarUrl: 'http://cdn.example.org/a.png' }, ['avatarUrl']],
    [{ ...credentials, avatarUrl: 'a.png' }, ['avatarUrl']],
  ])('are checked by their shape: %j', (given, fields) => {
    const problems = viber.checkCredentials(given);

    expect(problems.map(({ field }) => field)).toEqual(fields);
    expect(JSON.stringify(problems)).not.toContain(TOKEN);
  });

  it('are public but for the token', () => {
    expect(publicCredentials(viber.credentialFields, credentials)).toEqual({
      displayName: 'Shop',
      avatarUrl: 'https://cdn.example.org/a.png',
    });
  });
});

describe('a deep link', () => {
  const account = { externalId: 'pa:77', displayName: 'Shop', username: 'shopbot' };

  it('opens the chat and brings its ref back', () => {
    expect(viber.deepLink?.(account, 'flyer-12')).toBe('viber://pa?chatURI=shopbot&context=flyer-12');
    expect(viber.deepLink?.(account, 'a b&c=Ж')).toBe(
      'viber://pa?chatURI=shopbot&context=a%20b%26c%3D%D0%96',
    );
  });

  it.each(['', 'x'.repeat(251)])('is not made for a ref that does not make one', (ref) => {
    expect(() => viber.deepLink?.(account, ref)).toThrow(RangeError);
  });

  it('is not made for a bot without a uri', () => {
    expect(() => viber.deepLink?.({ ...account, username: null }, 'x')).toThrow(RangeError);
  });
});

describe('the facts of the channel', () => {
  it('keep within what Viber states for any interval', () => {
    const most = (limit: { messages: number; burst: number }) => limit.messages + limit.burst;

    expect(viber.capabilities.rateLimits.map(most)).toEqual([100]);
    expect(viber.capabilities.rateLimits.map(({ scope, perMs }) => [scope, perMs])).toEqual([
      ['conversation', 3_600_000],
    ]);
    expect(viber.broadcast === undefined ? 0 : most(viber.broadcast.rateLimit)).toBe(500);
    expect(viber.broadcast).toMatchObject({ maxRecipients: 300, rateLimit: { perMs: 10_000 } });
  });

  it('leave out what Viber does not have', () => {
    expect(viber.capabilities).toMatchObject({
      receipts: ['DELIVERED', 'READ', 'FAILED'],
      initiation: 'customer',
      messagingWindowMs: null,
      retryKey: null,
      edits: { inbound: false, outbound: null },
      deletes: { inbound: false, outbound: null },
      reactions: { inbound: false, outbound: null },
      typing: { inbound: false, outbound: null },
    });
    expect(Object.keys(viber.capabilities.media)).not.toContain('voice');
    const absent = ['polling', 'edit', 'delete', 'react', 'startTyping', 'markRead', 'acknowledge'] as const;
    expect(absent.filter((name) => viber[name] !== undefined)).toEqual([]);
  });

  it('name their sources', () => {
    for (const { source } of [...viber.policyEditions, ...viber.capabilities.rateLimits]) {
      expect(source).toMatch(/^https:\/\/(?:developers|creators)\.viber\.com\//u);
    }
  });

  it('have an edition in force for every day since bots opened, and know when the price changed', () => {
    expect(viber.policyEditions.map(({ effectiveFrom }) => effectiveFrom)).toEqual([
      '2016-11-01',
      '2022-09-01',
      '2024-02-05',
    ]);
  });
});
