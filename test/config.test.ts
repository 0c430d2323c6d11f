import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, type Environment, readConfig } from '../src/config.ts';

const SECRET = 'x'.repeat(32);
const DATABASE_URL = 'postgres://confab@localhost/confab';

/** What the start is refused with; null: it is not. */
function refusalOf(environment: Environment): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('the configuration', () => {
  it('has a default for everything, so that nothing must be set', () => {
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: null,
      databaseUrl: null,
      redisUrl: null,
      dataDir: resolve('./data'),
      secret: null,
      adminKey: null,
      allowPrivateAddresses: false,
      adapters: [],
      trustedDocuments: null,
      role: 'all',
      sending: 'auto',
      eventRetentionDays: 7,
      logLevel: 'info',
    });
  });

  it('takes an empty value for none, as a line VAR= in a file of settings means it', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', CONFAB_ROLE: '' })).toEqual(readConfig({}));
  });

  it('reads every setting', () => {
    expect(
      readConfig({
        PORT: '0',
        HOST: '::',
        PUBLIC_URL: 'https://inbox.example.org/',
        DATABASE_URL,
        REDIS_URL: 'rediss://cache.example.org:6380',
        CONFAB_DATA_DIR: '/var/lib/confab',
        CONFAB_SECRET: SECRET,
        CONFAB_ADMIN_KEY: 'a'.repeat(24),
        CONFAB_ALLOW_PRIVATE_ADDRESSES: 'true',
        CONFAB_TRUSTED_DOCUMENTS: '/etc/documents.json',
        CONFAB_ROLE: 'web',
        CONFAB_SENDING: 'hold',
        CONFAB_EVENT_RETENTION_DAYS: '30',
        CONFAB_LOG_LEVEL: 'debug',
      }),
    ).toMatchObject({
      port: 0,
      host: '::',
      publicUrl: 'https://inbox.example.org',
      databaseUrl: DATABASE_URL,
      redisUrl: 'rediss://cache.example.org:6380',
      dataDir: '/var/lib/confab',
      secret: SECRET,
      adminKey: 'a'.repeat(24),
      allowPrivateAddresses: true,
      trustedDocuments: '/etc/documents.json',
      role: 'web',
      sending: 'hold',
      eventRetentionDays: 30,
      logLevel: 'debug',
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4000.5'],
    ['PORT', 'http'],
    ['HOST', 'http://0.0.0.0'],
    ['HOST', 'two words'],
    ['PUBLIC_URL', 'inbox.example.org'],
    ['PUBLIC_URL', 'ftp://inbox.example.org'],
    ['PUBLIC_URL', 'https://inbox.example.org/confab'],
    ['PUBLIC_URL', 'https://inbox.example.org/?a=b'],
    ['PUBLIC_URL', 'https://user@inbox.example.org'],
    ['CONFAB_ALLOW_PRIVATE_ADDRESSES', 'yes'],
    ['CONFAB_ADAPTERS', 'adapters/foo.js'],
    ['CONFAB_ROLE', 'worker,web'],
    ['CONFAB_SENDING', 'off'],
    ['CONFAB_EVENT_RETENTION_DAYS', '0'],
    ['CONFAB_EVENT_RETENTION_DAYS', '7.5'],
    ['CONFAB_LOG_LEVEL', 'verbose'],
  ])('refuses %s=%s with one sentence: the name, the rule, the value and an example', (name, value) => {
    const refusal = refusalOf({ [name]: value });

    expect(refusal).toMatch(new RegExp(`^${name} must be .+, got ".+"\\. Example: ${name}=\\S`, 'u'));
    expect(refusal).toContain(`"${value}"`);
    expect(refusal).not.toContain('\n');
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db.example.org/confab', 'hunter2'],
    ['DATABASE_URL', 'hunter2', 'hunter2'],
    ['REDIS_URL', 'http://:hunter2@cache.example.org', 'hunter2'],
    ['CONFAB_SECRET', 'hunter2-is-too-short', 'hunter2'],
    ['CONFAB_ADMIN_KEY', 'hunter2 with spaces in between', 'hunter2'],
  ])('refuses a wrong %s without showing it', (name, value, secret) => {
    const refusal = refusalOf({ [name]: value });

    expect(refusal).toMatch(new RegExp(`^${name} must be .+ \\(not shown\\)\\. Example: ${name}=\\S`, 'u'));
    expect(refusal).not.toContain(secret);
  });

  it('wants a secret of the operator where credentials lie in a shared database', () => {
    expect(refusalOf({ DATABASE_URL })).toMatch(/^CONFAB_SECRET must be set where DATABASE_URL is/u);
    expect(refusalOf({ DATABASE_URL, CONFAB_SECRET: SECRET })).toBeNull();
  });

  it.each(['web', 'worker'])('does not split roles over an embedded database: %s', (role) => {
    expect(refusalOf({ CONFAB_ROLE: role })).toMatch(/^CONFAB_ROLE=\w+ needs DATABASE_URL/u);
    expect(refusalOf({ CONFAB_ROLE: role, DATABASE_URL, CONFAB_SECRET: SECRET })).toBeNull();
  });
});

describe('CONFAB_ADAPTERS', () => {
  it('is a list of packages and files; nothing when it is not set', () => {
    const { adapters } = readConfig({ CONFAB_ADAPTERS: '@acme/confab-line, ./adapters/foo.js,/opt/bar.mjs' });

    expect(adapters).toEqual(['@acme/confab-line', './adapters/foo.js', '/opt/bar.mjs']);
    expect(readConfig({}).adapters).toEqual([]);
  });

  it.each(['adapters/foo.js', './a.js,./a.js', 'a,,b', 'https://acme.example/adapter.js', '@acme'])(
    'is refused when it is "%s", with an example',
    (value) => {
      expect(refusalOf({ CONFAB_ADAPTERS: value })).toContain(
        'Example: CONFAB_ADAPTERS=@acme/confab-line,./adapters/foo.js',
      );
    },
  );
});
